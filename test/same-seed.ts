import fc from 'fast-check'

/** What random tests try first; another one on demand. */
const SEED = Number(process.env['ROLLCALL_SEED'] ?? 20_261_122)

// The same in each run, so that none fails by chance; long runs do without this and try something else each time.
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: SEED })
