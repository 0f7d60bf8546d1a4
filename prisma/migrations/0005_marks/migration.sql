-- CreateTable
CREATE TABLE "Mark" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "kind" TEXT NOT NULL,
    "managerId" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "madeAt" BIGINT NOT NULL,
    "endsAt" BIGINT NOT NULL,
    "agents" INTEGER NOT NULL DEFAULT 0,
    "seq" INTEGER
);

-- CreateTable
CREATE TABLE "MarkedAgent" (
    "markId" INTEGER NOT NULL,
    "agentKey" INTEGER NOT NULL,

    PRIMARY KEY ("markId", "agentKey")
);

-- CreateIndex
CREATE UNIQUE INDEX "Mark_seq_key" ON "Mark"("seq");

-- CreateIndex
CREATE INDEX "Mark_endsAt_idx" ON "Mark"("endsAt");
