// npm run hash-password: asks for a password, or reads it from standard input, and prints the setting for the local administrator.
import { randomBytes, scryptSync } from 'node:crypto'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

const COST = 15
const LENGTH_MIN = 12
const LENGTH_MAX = 512

const password = (await readPassword()).normalize('NFC')
if ([...password].length < LENGTH_MIN || password.length > LENGTH_MAX || password.trim() === '') {
  console.error(`rollcall: the password of the local administrator has ${LENGTH_MIN} to ${LENGTH_MAX} characters`)
  process.exit(2)
}
const salt = randomBytes(16)
const key = scryptSync(password, salt, 32, { N: 2 ** COST, r: 8, p: 1, maxmem: 2 ** (COST + 12) })
console.log(`LOCAL_ADMIN_HASH=scrypt:${COST}:8:1:${salt.toString('base64url')}:${key.toString('base64url')}`)

/** One line; on a terminal nothing of it is shown, and it is asked for twice. */
async function readPassword() {
  const isTerminal = process.stdin.isTTY === true
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: isTerminal })
  const ask = async (words) => {
    if (isTerminal) process.stderr.write(words)
    const line = await lines.question('')
    if (isTerminal) process.stderr.write('\n')
    return line
  }
  try {
    const first = await ask('Password of the local administrator: ')
    if (!isTerminal || (await ask('Again: ')) === first) return first
    console.error('rollcall: these are two passwords')
    process.exit(2)
  } finally {
    lines.close()
  }
}
