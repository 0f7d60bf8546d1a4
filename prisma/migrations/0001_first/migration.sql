-- CreateTable
CREATE TABLE "Manager" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'starting',
    "problem" TEXT,
    "stateSince" BIGINT NOT NULL,
    "nextTryAt" BIGINT,
    "lastSyncAt" BIGINT,
    "asOf" BIGINT,
    "lastFullAt" BIGINT,
    "fullAsOf" BIGINT,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "apiVersion" TEXT,
    "version" TEXT,
    "card" TEXT,
    "rightsHash" TEXT,
    "identity" TEXT,
    "offeredIdentity" TEXT,
    "confirmedIdentity" TEXT,
    "progressRows" INTEGER,
    "progressTotal" INTEGER
);

-- CreateTable
CREATE TABLE "Agent" (
    "key" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "managerId" TEXT NOT NULL,
    "agentId" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "ip" TEXT,
    "registerIp" TEXT,
    "status" TEXT NOT NULL,
    "statusCode" INTEGER,
    "statusSince" BIGINT,
    "statusPrecision" TEXT NOT NULL,
    "groups" TEXT NOT NULL,
    "osName" TEXT,
    "osVersion" TEXT,
    "osPlatform" TEXT,
    "osArch" TEXT,
    "version" TEXT,
    "nodeName" TEXT,
    "managerHost" TEXT,
    "dateAdd" BIGINT,
    "disconnectionTime" BIGINT,
    "groupConfigStatus" TEXT NOT NULL,
    "syncSince" BIGINT,
    "syncPrecision" TEXT NOT NULL,
    "mergedSum" TEXT,
    "configSum" TEXT,
    "firstPassId" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "Keepalive" (
    "agentKey" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "managerId" TEXT NOT NULL,
    "lastKeepAlive" BIGINT NOT NULL,
    "revision" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "Tombstone" (
    "key" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "managerId" TEXT NOT NULL,
    "agentId" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "last" TEXT NOT NULL,
    "lastKeepAlive" BIGINT,
    "reason" TEXT NOT NULL,
    "lastPassId" INTEGER NOT NULL,
    "removedPassId" INTEGER NOT NULL,
    "lastAt" BIGINT,
    "removedAt" BIGINT,
    "revision" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "Transition" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "agentKey" INTEGER NOT NULL,
    "managerId" TEXT NOT NULL,
    "agentId" INTEGER NOT NULL,
    "field" TEXT NOT NULL,
    "fromValue" TEXT,
    "toValue" TEXT,
    "at" BIGINT,
    "lastKeepAlive" BIGINT,
    "afterPassId" INTEGER,
    "passId" INTEGER NOT NULL,
    "afterAt" BIGINT,
    "seenAt" BIGINT
);

-- CreateTable
CREATE TABLE "Pass" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "managerId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "problem" TEXT,
    "startedAt" BIGINT NOT NULL,
    "finishedAt" BIGINT,
    "asOf" BIGINT,
    "requests" INTEGER NOT NULL DEFAULT 0,
    "rows" INTEGER NOT NULL DEFAULT 0,
    "badRows" INTEGER NOT NULL DEFAULT 0,
    "unknownStatuses" INTEGER NOT NULL DEFAULT 0,
    "changes" INTEGER NOT NULL DEFAULT 0,
    "added" INTEGER NOT NULL DEFAULT 0,
    "removed" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER,
    "active" INTEGER,
    "disconnected" INTEGER,
    "pending" INTEGER,
    "neverConnected" INTEGER,
    "unknown" INTEGER,
    "synced" INTEGER,
    "notSynced" INTEGER
);

-- CreateTable
CREATE TABLE "GroupSum" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "managerId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mergedSum" TEXT,
    "configSum" TEXT,
    "passId" INTEGER NOT NULL,
    "seenAt" BIGINT,
    "current" BOOLEAN NOT NULL DEFAULT true
);

-- CreateTable
CREATE TABLE "Lease" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "holder" TEXT NOT NULL,
    "expiresAt" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "Session" (
    "tokenHash" TEXT NOT NULL PRIMARY KEY,
    "username" TEXT NOT NULL,
    "managerId" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "lastSeenAt" BIGINT NOT NULL,
    "expiresAt" BIGINT NOT NULL
);

-- CreateIndex
CREATE INDEX "Agent_managerId_revision_idx" ON "Agent"("managerId", "revision");

-- CreateIndex
CREATE UNIQUE INDEX "Agent_managerId_agentId_key" ON "Agent"("managerId", "agentId");

-- CreateIndex
CREATE INDEX "Tombstone_managerId_agentId_idx" ON "Tombstone"("managerId", "agentId");

-- CreateIndex
CREATE INDEX "Tombstone_managerId_revision_idx" ON "Tombstone"("managerId", "revision");

-- CreateIndex
CREATE INDEX "Transition_agentKey_id_idx" ON "Transition"("agentKey", "id");

-- CreateIndex
CREATE INDEX "Transition_managerId_passId_idx" ON "Transition"("managerId", "passId");

-- CreateIndex
CREATE INDEX "Pass_managerId_id_idx" ON "Pass"("managerId", "id");

-- CreateIndex
CREATE INDEX "GroupSum_managerId_name_idx" ON "GroupSum"("managerId", "name");

-- CreateIndex
CREATE INDEX "Session_expiresAt_idx" ON "Session"("expiresAt");
