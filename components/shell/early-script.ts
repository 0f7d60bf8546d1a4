import { SHORTCUTS_KEY } from '#components/ui/shortcuts-key.ts'

/** The event that ends the keeping of presses. */
export const HYDRATED = 'rollcall:hydrated'
/** The event after which keys and typed text reach the page's own code, too; what was kept is done then. */
export const LISTENING = 'rollcall:listening'

/** What does nothing by itself. A press on a link or a field is the browser's, with or without our code. */
const KEPT = 'button[type=button],input[type=checkbox]'
/** Where a key is text, or a press that comes as a click. */
const FIELDS = 'input,textarea,select,button,[contenteditable]'
/** What holds a text or a choice that our code would not learn of: it takes what stands there when it comes for what it was. */
const HOLDING = 'input:not([type=checkbox],[type=radio]),textarea,select'

const QUEUE = 'function p(f){l=0;q.push(f)}'
// Whoever presses again because nothing happens wants it once.
const ONCE = 'function o(t,f){if(d.has(t))return;d.add(t);p(function(){if(t.isConnected)f()})}'
// The last to hear of an event is the window: what React has taken has ended the keeping by then.
const CLICKED = `function c(e){var b=e.target.closest&&e.target.closest('${KEPT}');if(!b)return;if(b.type==='checkbox')e.preventDefault();o(b,function(){b.click()})}`
// A form that names an address works without our code.
const SENT = `function s(e){var f=e.target;if(f.hasAttribute('action'))return;e.preventDefault();o(f,function(){f.requestSubmit(e.submitter)})}`
const SINGLE_KEYS = `function a(){try{return localStorage.getItem('${SHORTCUTS_KEY}')!=='off'}catch(e){return true}}`
// `/` leads to its field at once, because what is typed next is text. Enter in a field without a form is our code's.
const KEYED = `function k(e){var t=e.target,n=e.key==='Enter'&&t.matches&&t.matches('input')&&!t.form;if(e.key.length!==1&&!n||e.altKey||e.isComposing||!n&&t.closest&&t.closest('${FIELDS}'))return;var m=e.ctrlKey||e.metaKey;if(m&&e.key.toLowerCase()!=='k')return;if(m||e.key==='/')e.preventDefault();var b=e.key==='/'&&a()&&document.querySelector('[aria-keyshortcuts="/"]');if(b)return b.focus();p(function(){(n?t:document.activeElement||document.body).dispatchEvent(new KeyboardEvent('keydown',{key:e.key,ctrlKey:e.ctrlKey,metaKey:e.metaKey,shiftKey:e.shiftKey,bubbles:true,cancelable:true}))})}`
// React compares with what it last saw in the field, so that has to be something else.
const TYPED = `function i(e){var t=e.target;if(!t.matches||!t.matches('${HOLDING}'))return;if(l&&l.t===t){l.v=t.value;return}var h={t:t,v:t.value},u=t.tagName==='SELECT';p(function(){if(!t.isConnected)return;if(!u)t.value=h.v+' ';Object.getOwnPropertyDescriptor(Object.getPrototypeOf(t),'value').set.call(t,h.v);t.dispatchEvent(new Event(u?'change':'input',{bubbles:true}))});l=h}`
const ENDED = `function x(g,y){w.removeEventListener(g,y)}function h(){x('click',c);x('submit',s)}function r(){x('keydown',k);x('input',i);setTimeout(function(){q.splice(0).forEach(function(f){f()})})}`
const BEGUN = `w.addEventListener('click',c);w.addEventListener('submit',s);w.addEventListener('keydown',k);w.addEventListener('input',i);w.addEventListener('${HYDRATED}',h,{once:true});w.addEventListener('${LISTENING}',r,{once:true})`

/** Keeps what is pressed, typed and sent between the first paint and the code that would act on it, and does it again then. */
export const EARLY_SCRIPT = `(function(){var w=window,q=[],d=new Set(),l;${QUEUE}${ONCE}${CLICKED}${SENT}${SINGLE_KEYS}${KEYED}${TYPED}${ENDED}${BEGUN}})()`
