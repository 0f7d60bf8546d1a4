-- Sessions of before say neither where they are from nor how one signed in: everybody signs in anew.
DROP TABLE "Session";

-- CreateTable
CREATE TABLE "Session" (
    "tokenHash" TEXT NOT NULL PRIMARY KEY,
    "id" TEXT NOT NULL,
    "parent" TEXT,
    "username" TEXT NOT NULL,
    "managerId" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "groups" TEXT,
    "sealed" TEXT NOT NULL,
    "rights" TEXT NOT NULL,
    "rightsReadAt" BIGINT NOT NULL,
    "ended" TEXT,
    "address" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "lastSeenAt" BIGINT NOT NULL,
    "expiresAt" BIGINT NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "Session_id_key" ON "Session"("id");

-- CreateIndex
CREATE INDEX "Session_parent_idx" ON "Session"("parent");

-- CreateIndex
CREATE INDEX "Session_expiresAt_idx" ON "Session"("expiresAt");

-- CreateIndex
CREATE INDEX "Session_managerId_username_idx" ON "Session"("managerId", "username");
