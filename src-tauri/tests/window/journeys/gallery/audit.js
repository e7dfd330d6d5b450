// What axe-core has no rule for, or has one that is content with less. Answers which element broke which rule, and nothing
// of what the page says. Used with `named.js` before it.
const [language, withFocus] = arguments
const found = []
const tell = (rule, element) => found.push({ rule, element })
const seen = (it) => it.checkVisibility({ visibilityProperty: true }) && it.getClientRects().length > 0
const root = document.documentElement

// What stands before the window is all that can be reached.
const dialog = document.querySelector('dialog[open]')
const menu = document.querySelector('[role=menu]')
const place = dialog ?? document.body
const controls = [
  ...place.querySelectorAll(
    `a[href], button, input:not([type=hidden]), select, textarea, summary, [role=option], [role^=menuitem],
     [tabindex]:not([tabindex^="-"])`
  ),
].filter((it) => seen(it) && !it.closest('.stopped'))

// Names
const said = (it) => {
  if (it.nodeType === Node.TEXT_NODE) return it.data
  if (it.nodeType !== Node.ELEMENT_NODE || it.ariaHidden === 'true' || !it.checkVisibility()) return ''
  return it.ariaLabel ?? [...it.childNodes].map(said).join(' ')
}
const byIds = (ids) => (ids ?? '').split(/\s+/).map((id) => said(document.getElementById(id) ?? document.createTextNode('')))
const nameOf = (it) => {
  const names = [byIds(it.getAttribute('aria-labelledby')).join(' '), it.ariaLabel]
  names.push(...[...(it.labels ?? [])].map(said))
  if (!it.matches('input, select, textarea')) names.push(said(it))
  names.push(it.title)
  const name = names.find((name) => name?.trim()) ?? ''
  return name.trim().replaceAll(/\s+/g, ' ')
}
const groupOf = (it) => {
  const group = it.closest('fieldset, [role=group], [role=radiogroup], [role=listbox], section[aria-labelledby]')
  if (!group) return ''
  return group.ariaLabel ?? (byIds(group.getAttribute('aria-labelledby')).join(' ') || said(group.querySelector('legend') ?? group))
}
const heard = new Map()
for (const it of controls) {
  const name = nameOf(it)
  if (!name) tell('has no name', named(it))
  const sort = it.role ?? it.getAttribute('role') ?? it.localName
  const key = [sort, it.type ?? '', groupOf(it), name].join('|')
  const other = heard.get(key)
  const samePlace = other?.href && other.href === it.href
  if (name && other && !samePlace) tell('is called like another one', named(it))
  heard.set(key, it)
}

// Headings, of the window and not of what stands before it
const headings = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(
  (it) => !it.closest('dialog') && it.checkVisibility()
)
const tops = headings.filter((it) => it.localName === 'h1').length
if (tops !== 1) tell(`there are ${tops} headings of the first level`, 'body')
let level = 0
for (const it of headings) {
  const own = Number(it.localName[1])
  if (own > level + 1) tell('its level is skipped to', named(it))
  level = own
}

// Sizes: a link in the middle of a text is as high as its line, and what has a label is pressed by that as well.
for (const it of controls) {
  const inText = it.localName === 'a' && getComputedStyle(it).display === 'inline'
  const boxes = [it, ...(it.labels ?? [])].map((part) => part.getBoundingClientRect())
  const big = boxes.some(({ width, height }) => width >= 23.5 && height >= 23.5)
  if (!inText && !big) {
    const { width, height } = boxes[0]
    tell(`is ${Math.round(width)} by ${Math.round(height)}, and so too small`, named(it))
  }
}

if (!root.lang.startsWith(language)) tell(`the page's language is not ${language}`, 'html')
if (!withFocus) return found

// Focus
const focused = document.activeElement
const inSight = (it) => {
  const { top, bottom, left, right } = it.getBoundingClientRect()
  return seen(it) && bottom > 0 && right > 0 && top < innerHeight && left < innerWidth
}
if (!focused || focused === document.body) tell('nothing has the focus', 'body')
else if (![focused, ...(focused.labels ?? [])].some(inSight)) tell('has the focus out of sight', named(focused))

// The ring: something around the control is another with the focus than without. What goes away with the focus is left alone.
if (document.querySelector('[role=listbox]') && !dialog) return found
const look = (it) =>
  [it, it.parentElement, it.nextElementSibling, ...(it.labels ?? [])].filter(Boolean).map((part) => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderTopColor } = getComputedStyle(part)
    const outline = outlineStyle === 'none' || parseFloat(outlineWidth) === 0 ? '' : outlineStyle + outlineWidth + outlineColor
    return outline + boxShadow + borderTopColor
  }).join()
const reachable = controls.filter((it) => it.tabIndex >= 0 && (!menu || menu.contains(it)))
const without = new Map(reachable.map((it) => [it, look(it)]))
const ringless = (it) => document.activeElement === it && it !== focused && look(it) === without.get(it)
for (const it of reachable) {
  it.focus({ focusVisible: true, preventScroll: true })
  if (ringless(it)) tell('shows no ring with the focus', named(it))
}
focused?.focus({ preventScroll: true })
return found
