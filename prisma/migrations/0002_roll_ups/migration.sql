-- DropIndex
DROP INDEX "Transition_managerId_passId_idx";

-- AlterTable
ALTER TABLE "Pass" ADD COLUMN "nextBy" BIGINT;
ALTER TABLE "Pass" ADD COLUMN "state" TEXT;

-- CreateTable
CREATE TABLE "RollUp" (
    "managerId" TEXT NOT NULL,
    "size" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "passes" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    "seenMs" INTEGER NOT NULL,
    "unseen" TEXT NOT NULL,
    "series" TEXT,
    "changes" TEXT,

    PRIMARY KEY ("managerId", "size", "at")
);

-- CreateIndex
CREATE INDEX "Transition_managerId_seenAt_idx" ON "Transition"("managerId", "seenAt");
