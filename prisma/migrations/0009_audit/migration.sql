-- CreateTable
CREATE TABLE "AuditEvent" (
    "seq" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "at" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "managerId" TEXT,
    "username" TEXT,
    "address" TEXT,
    "subject" TEXT,
    "detail" TEXT NOT NULL,
    "times" INTEGER NOT NULL,
    "requestId" TEXT,
    "hash" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "AuditEvent_kind_seq_idx" ON "AuditEvent"("kind", "seq");
