// npm run secret-key: prints a line for SECRET_KEY_FILE. To rotate, put a new line above the old ones.
import { randomBytes } from 'node:crypto'

const id = `${new Date().toISOString().slice(0, 10)}-${randomBytes(2).toString('hex')}`
console.log(`${id} ${randomBytes(32).toString('base64url')}`)
