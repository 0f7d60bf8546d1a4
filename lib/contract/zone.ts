/** The cookie in which a browser tells its time zone, so that what the server sends says times as the person reads them. */
export const ZONE_COOKIE = 'rollcall_zone'
