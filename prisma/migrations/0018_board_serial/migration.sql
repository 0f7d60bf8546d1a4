-- CreateTable
CREATE TABLE "BoardSerial" (
    "agentKey" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "managerId" TEXT NOT NULL,
    "agentId" INTEGER NOT NULL,
    "serial" TEXT NOT NULL,
    "scannedAt" BIGINT NOT NULL
);

-- CreateIndex
CREATE INDEX "BoardSerial_managerId_serial_idx" ON "BoardSerial"("managerId", "serial");

-- CreateIndex
CREATE INDEX "Tombstone_managerId_name_idx" ON "Tombstone"("managerId", "name" COLLATE NOCASE);

-- An endpoint that enrolled again is looked for by the address it was registered with.
CREATE INDEX "Tombstone_managerId_registerIp_idx" ON "Tombstone"("managerId", "last" ->> 'registerIp');
