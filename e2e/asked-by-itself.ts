/** What a manager is asked without anybody's doing; some of it only now and then. */
export const BY_ITSELF: readonly string[] = [
  'POST /security/user/authenticate',
  'GET /',
  'GET /agents',
  'GET /agents/summary/status',
  'GET /cluster/local/info',
  'GET /groups',
  'GET /manager/info',
  'GET /security/users/me/policies',
]
