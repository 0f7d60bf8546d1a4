import { z } from 'zod'

// In a browser zod would try `new Function` first, which our Content-Security-Policy refuses and reports on the console.
if ('document' in globalThis) z.config({ jitless: true })

export { z }
