// Runs all of axe-core's rules, and answers which element broke which. Used with `named.js` before it.
const done = arguments[arguments.length - 1]
const told = ({ any }) => {
  const { contrastRatio, fgColor, bgColor } = any?.[0]?.data ?? {}
  return contrastRatio ? ` ${contrastRatio}, ${fgColor} on ${bgColor}` : ''
}
axe.run({ resultTypes: ['violations'], elementRef: true }).then(
  ({ violations }) =>
    done(
      violations.flatMap(({ id, nodes }) =>
        nodes.map((it) => ({ rule: `axe ${id}${told(it)}`, element: named(it.element) }))
      )
    ),
  (error) => done([{ rule: 'axe failed', element: String(error) }])
)
