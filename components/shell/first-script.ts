import { ZONE_COOKIE } from '#lib/contract/zone.ts'
import { EARLY_SCRIPT } from './early-script.ts'
import { THEME_KEY } from './themes.ts'

const THEME = `var t=localStorage.getItem('${THEME_KEY}');if(t==='light'||t==='dark')document.documentElement.dataset.theme=t`

/** Tells the server the zone for its next page; a name of a zone needs no escaping in a cookie. */
const ZONE = `var z=Intl.DateTimeFormat().resolvedOptions().timeZone,c='${ZONE_COOKIE}='+z+';';if(z&&(document.cookie+';').indexOf(c)<0)document.cookie=c+'path=/;max-age=31536000;samesite=lax'+(location.protocol==='https:'?';secure':'')`

/** Runs before the first paint, so that no other theme flashes. Storage may be forbidden; then the system decides. */
export const FIRST_SCRIPT = `try{${THEME}}catch(e){}try{${ZONE}}catch(e){}${EARLY_SCRIPT}`
