-- CreateTable
CREATE TABLE "Annotation" (
    "agentKey" INTEGER NOT NULL PRIMARY KEY,
    "alias" TEXT,
    "tags" TEXT NOT NULL,
    "managerId" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "changedAt" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "Note" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "agentKey" INTEGER NOT NULL,
    "managerId" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "madeAt" BIGINT NOT NULL,
    "changedAt" BIGINT,
    "version" INTEGER NOT NULL DEFAULT 1
);

-- CreateIndex
CREATE UNIQUE INDEX "Annotation_seq_key" ON "Annotation"("seq");

-- CreateIndex
CREATE INDEX "Note_agentKey_id_idx" ON "Note"("agentKey", "id");
