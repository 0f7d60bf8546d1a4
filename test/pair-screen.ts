import { GET as stateRoute } from '#app/api/kiosk/route.ts'
import { POST as approveRoute } from '#app/api/kiosks/route.ts'
import { GET as startRoute } from '#app/kiosk/start/route.ts'
import { kioskState } from '#lib/contract/kiosk.ts'

const NONE = { params: Promise.resolve({}) }

/** A screen that the person with this cookie approved, through the routes; its own cookie, or '' when they may not. @param q what it shows */
export async function pairScreen(approver: string, { address = '10.0.0.250', q = '' } = {}): Promise<string> {
  const start = new Request('http://127.0.0.1:3000/kiosk/start', { headers: { 'x-rollcall-peer': address } })
  const cookie = (await startRoute(start, NONE)).headers.get('set-cookie')?.split(';')[0] ?? ''
  const shown = await stateRoute(new Request('http://127.0.0.1:3000/api/kiosk', { headers: { cookie } }), NONE)
  const { screen } = kioskState.parse(await shown.json())
  if (screen.state !== 'waiting') throw new Error(`the screen is ${screen.state}`)
  const until = new Date(Date.now() + 3_600_000).toISOString()
  const approved = await approveRoute(
    new Request('http://127.0.0.1:3000/api/kiosks', {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: approver },
      body: JSON.stringify({ code: screen.code, name: 'wall', q, names: true, until }),
    }),
    NONE,
  )
  return approved.status === 201 ? cookie : ''
}
