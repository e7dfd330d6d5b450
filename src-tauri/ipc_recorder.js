// Keeps everything that crosses the boundary between the page and the core in
// `window.__LATCHKEY_IPC__`: an array of { direction, name, body, at }.
//
// direction    what it is                                      name         body
// "request"    a call, as it leaves the page                   the command  the text that is sent
// "reply"      its answer, as it arrives                       the command  the text that came
// "event"      an event, as it is handed to a listener         the event    JSON of { event, payload, id }
// "callback"   anything else that the core hands to the page   ""           JSON of what is handed over
//
// Replies are seen twice, as "reply" and, decoded, as "callback": should Tauri fall back to its
// second way of delivering them, the latter still has them all.
;(() => {
  const record = []
  const keep = (direction, name, body) =>
    record.push({ direction, name, body, at: performance.now() })
  Object.defineProperty(window, '__LATCHKEY_IPC__', { value: record })

  const text = (body) => {
    if (body === undefined || body === null) return ''
    if (typeof body === 'string') return body
    if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) {
      return new TextDecoder().decode(body)
    }
    return String(body)
  }

  // Calls and their replies: Tauri fetches them from the scheme `ipc:`.
  const prefix = window.__TAURI_INTERNALS__.convertFileSrc('', 'ipc')
  const fetch = window.fetch.bind(window)
  window.fetch = async (resource, options) => {
    const url = typeof resource === 'string' ? resource : (resource?.url ?? String(resource))
    if (!url.startsWith(prefix)) return fetch(resource, options)
    const name = decodeURIComponent(url.slice(prefix.length))
    keep('request', name, text(options?.body))
    const response = await fetch(resource, options)
    keep('reply', name, await response.clone().text())
    return response
  }

  // The second way of making a call, for a page that may not fetch.
  if (window.ipc?.postMessage) {
    const post = window.ipc.postMessage.bind(window.ipc)
    try {
      window.ipc.postMessage = (message) => {
        keep('request', 'postMessage', text(message))
        return post(message)
      }
    } catch {
      // Sealed by the platform; the replies are still recorded below.
    }
  }

  // Whatever the core hands to the page ends in one of these callbacks.
  const { callbacks } = window.__TAURI_INTERNALS__
  const get = callbacks.get.bind(callbacks)
  callbacks.get = (id) => {
    const callback = get(id)
    return (
      callback &&
      ((data) => {
        const event = data && typeof data === 'object' && 'event' in data && 'payload' in data
        keep(event ? 'event' : 'callback', event ? data.event : '', JSON.stringify(data) ?? '')
        return callback(data)
      })
    )
  }
})()
