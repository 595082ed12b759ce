// Small kindnesses. Every page works without them.
import { initAll } from './govuk-frontend.min.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()

// A form is sent once: a second press while the answer is on its way does nothing.
document.addEventListener('submit', (event) => {
  const form = event.target
  if (form.method !== 'post' || event.defaultPrevented) return
  if (form.dataset.sent) return event.preventDefault()
  form.dataset.sent = 'yes'
  form.setAttribute('aria-busy', 'true')
  setTimeout(ready, 5000, form) // the answer may be a file, which leaves this page standing
})
function ready (form) {
  delete form.dataset.sent
  form.removeAttribute('aria-busy')
}
// Coming back with the browser's button finds the forms ready again.
window.addEventListener('pageshow', () => [...document.forms].forEach(ready))

// A row opens its first link wherever it is pressed, unless words are being selected.
document.addEventListener('click', (event) => {
  const row = event.target.closest('tr[data-row-link]')
  if (!row || event.target.closest('a, button, input, label, select, summary')) return
  if (String(window.getSelection())) return
  const link = row.querySelector('a[href]')
  if (!link) return
  if (event.ctrlKey || event.metaKey) window.open(link.href)
  else link.click()
})

// What is typed is kept: the form's fields go to its data-draft-url, at most every two seconds.
for (const form of document.querySelectorAll('form[data-draft-url]')) {
  const said = form.querySelector('[data-draft-said]')
  let waiting = 0
  let keeping = new AbortController()
  const keep = async () => {
    waiting = 0
    if (form.dataset.sent) return
    keeping = new AbortController()
    const fields = new FormData(form)
    for (const [name, value] of [...fields]) if (value instanceof File) fields.delete(name)
    fields.set('draft-of', location.pathname)
    try {
      const answer = await fetch(form.dataset.draftUrl, {
        method: 'POST', body: new URLSearchParams(fields), keepalive: true, redirect: 'error', signal: keeping.signal
      })
      const out = 'You were signed out. Save to sign in again: your words go with you.'
      const long = 'This draft is too long to keep. Save it soon.'
      if (said) said.textContent = answer.ok ? 'Kept as a draft.' : answer.status === 401 ? out : long
    } catch {
      if (form.dataset.sent) return
      if (said) said.textContent = 'The draft could not be kept. Your words are still on this page.'
    }
  }
  form.addEventListener('input', () => { waiting ||= setTimeout(keep, 2000) })
  addEventListener('pagehide', () => { if (waiting) { clearTimeout(waiting); keep() } })
  // Sent: what is still on its way as a draft would come back as words that were not sent.
  form.addEventListener('submit', () => { clearTimeout(waiting); waiting = 0; keeping.abort() })
}
