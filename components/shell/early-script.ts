/** The event that ends the keeping of presses. */
export const HYDRATED = 'rollcall:hydrated'

/** What does nothing by itself. A press on a link or a field is the browser's, with or without our code. */
const KEPT = 'button[type=button],input[type=checkbox]'
/** Where a key is text, or a press that comes as a click. */
const FIELDS = 'input,textarea,select,button,[contenteditable]'

// Whoever presses again because nothing happens wants it once.
const ONCE = `function o(t,f){if(d.has(t))return;d.add(t);q.push(function(){if(t.isConnected)f()})}`
// The last to hear of an event is the window: what React has taken has ended the keeping by then.
const CLICKED = `function c(e){var b=e.target.closest&&e.target.closest('${KEPT}');if(!b)return;if(b.type==='checkbox')e.preventDefault();o(b,function(){b.click()})}`
// A form that names an address works without our code.
const SENT = `function s(e){var f=e.target;if(f.hasAttribute('action'))return;e.preventDefault();o(f,function(){f.requestSubmit(e.submitter)})}`
const KEYED = `function k(e){var t=e.target;if(e.key.length!==1||e.altKey||e.isComposing||t.closest&&t.closest('${FIELDS}'))return;var m=e.ctrlKey||e.metaKey;if(m&&e.key.toLowerCase()!=='k')return;if(m||e.key==='/')e.preventDefault();q.push(function(){(document.activeElement||document.body).dispatchEvent(new KeyboardEvent('keydown',{key:e.key,ctrlKey:e.ctrlKey,metaKey:e.metaKey,shiftKey:e.shiftKey,bubbles:true,cancelable:true}))})}`
const REPLAYED = `function h(){w.removeEventListener('click',c);w.removeEventListener('submit',s);w.removeEventListener('keydown',k);setTimeout(function(){q.splice(0).forEach(function(f){f()})})}`

/** Keeps what is pressed between the first paint and the code that would act on it, and presses it again then. */
export const EARLY_SCRIPT = `(function(){var w=window,q=[],d=new Set();${ONCE}${CLICKED}${SENT}${KEYED}${REPLAYED}w.addEventListener('click',c);w.addEventListener('submit',s);w.addEventListener('keydown',k);w.addEventListener('${HYDRATED}',h,{once:true})})()`
