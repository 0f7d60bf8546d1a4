-- AlterTable
ALTER TABLE "Manager" ADD COLUMN "account" TEXT;

-- Sessions of before hold no password to ask for rights with: everybody signs in anew.
DROP TABLE "Session";

-- CreateTable
CREATE TABLE "Session" (
    "tokenHash" TEXT NOT NULL PRIMARY KEY,
    "username" TEXT NOT NULL,
    "managerId" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "rights" TEXT NOT NULL,
    "rightsReadAt" BIGINT NOT NULL,
    "ended" TEXT,
    "createdAt" BIGINT NOT NULL,
    "lastSeenAt" BIGINT NOT NULL,
    "expiresAt" BIGINT NOT NULL
);

-- CreateIndex
CREATE INDEX "Session_expiresAt_idx" ON "Session"("expiresAt");

-- CreateIndex
CREATE INDEX "Session_managerId_username_idx" ON "Session"("managerId", "username");
