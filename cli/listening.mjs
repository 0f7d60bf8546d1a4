// Words about addresses to listen on. Plain JavaScript: the web's entry runs as it is.

/** @param {string} host @param {number} port @returns {string} as in a URL: `127.0.0.1:3000`, `[::1]:3000` */
export function hostAndPort(host, port) {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}

/**
 * @param {unknown} error of a server's `listen` @param {string} host @param {number} port
 * @param {string} setting name of the setting that holds the port
 * @returns {string} one line that names the address and says what to set
 */
export function whyNotListening(error, host, port, setting = 'PORT') {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const advice = {
    EADDRINUSE: `another program listens there; set ${setting} to a free port`,
    EACCES: `this user may not; set ${setting} to a port from 1024 up`,
    EADDRNOTAVAIL: 'this machine does not have that address; set HOST to one that it has, such as 127.0.0.1',
    ENOTFOUND: 'that name has no address; set HOST to an address, such as 127.0.0.1',
    EAI_AGAIN: 'that name has no address; set HOST to an address, such as 127.0.0.1',
  }[String(code)]
  return `can’t listen on ${hostAndPort(host, port)}: ${advice ?? (error instanceof Error ? error.message : String(error))}`
}
