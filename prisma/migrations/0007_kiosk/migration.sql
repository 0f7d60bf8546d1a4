-- CreateTable
CREATE TABLE "Kiosk" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "tokenHash" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "names" BOOLEAN NOT NULL,
    "managerId" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "expiresAt" BIGINT NOT NULL,
    "revokedAt" BIGINT,
    "lastSeenAt" BIGINT NOT NULL,
    "lastAddress" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "KioskAccount" (
    "kioskId" TEXT NOT NULL,
    "managerId" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "groups" TEXT,
    "rights" TEXT NOT NULL,
    "rightsReadAt" BIGINT NOT NULL,
    "refusedAt" BIGINT,

    PRIMARY KEY ("kioskId", "managerId")
);

-- CreateIndex
CREATE UNIQUE INDEX "Kiosk_tokenHash_key" ON "Kiosk"("tokenHash");

-- CreateIndex
CREATE INDEX "Kiosk_expiresAt_idx" ON "Kiosk"("expiresAt");

-- CreateIndex
CREATE INDEX "KioskAccount_managerId_username_idx" ON "KioskAccount"("managerId", "username");

