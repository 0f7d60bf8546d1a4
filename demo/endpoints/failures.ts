import { ManagerError } from '../wire/manager-error.ts'

/** Why single agents and groups fail, made once: a call may fail for a hundred thousand of them. */
export const failures = {
  noAgent: new ManagerError(1701, undefined, 'missing'),
  isManager: new ManagerError(1703),
  notActive: new ManagerError(1707),
  noGroup: new ManagerError(1710, undefined, 'missing'),
  isDefault: new ManagerError(1712),
  notMember: new ManagerError(1734),
  tooManyGroups: new ManagerError(1737),
  onlyDefault: new ManagerError(1745),
  alreadyMember: new ManagerError(1751),
  notReplaceable: new ManagerError(1752),
} as const
