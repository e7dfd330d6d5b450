// Which element that is, and no more of it than its name: what a page says may be a person's own.
const named = (it) => {
  const name = it.dataset?.testid ?? it.id
  if (name) return `${it.localName} ${name}`
  const classes = String(it.className.baseVal ?? it.className).trim()
  return classes ? `${it.localName}.${classes.replaceAll(/\s+/g, '.')}` : `${it.localName} in ${named(it.parentElement)}`
}
