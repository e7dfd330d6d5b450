// Dresses the page as a system does that forces its own colours. WebKit never does so by itself:
// there `forced-colors` is always `none`. Colours become the system's, shadows go, and the rules that the stylesheet keeps
// for that case are taken out of their media query, and given weight enough to hold against what is forced.
const ground = 'data-forced-ground'
// What has no ground of its own lets the one behind it through, as before.
for (const it of document.querySelectorAll('body, body *')) {
  const { backgroundColor } = getComputedStyle(it)
  it.toggleAttribute(ground, !/, 0\)$|\/ 0\)$/.test(backgroundColor))
}
const forced = `
  *, *::before, *::after {
    color: CanvasText !important;
    border-color: CanvasText !important;
    outline-color: Highlight !important;
    box-shadow: none !important;
    text-shadow: none !important;
  }
  [${ground}] { background-color: Canvas !important; background-image: none !important }
  a:any-link, a:any-link * { color: LinkText !important }
  [aria-disabled=true], :disabled { color: GrayText !important }`
const kept = [...document.styleSheets].flatMap((sheet) =>
  [...sheet.cssRules]
    .filter((rule) => rule.media?.mediaText.includes('forced-colors'))
    .flatMap((rule) => [...rule.cssRules].map((it) => it.cssText.replaceAll(';', ' !important;')))
)
const sheet = new CSSStyleSheet()
sheet.replaceSync(forced + kept.join('\n'))
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
