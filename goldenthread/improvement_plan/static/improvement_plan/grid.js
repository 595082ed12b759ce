// The keys of a spreadsheet over a plain form. Without this script every cell is still a control.
const form = document.querySelector('form[data-grid]')
if (form) start(form)

function start (form) {
  const table = form.querySelector('table')
  const said = form.querySelector('[data-grid-said]')
  const keptSaid = form.querySelector('[data-draft-said]')
  const known = id => new Set([...form.querySelectorAll(`#${id} option`)].map(one => folded(one.value)))
  const names = { leads: known('grid-leads'), forums: known('grid-forums') }
  // Cells by row and column; null where a cell is text.
  const grid = [...table.tBodies[0].rows].map(row => [...row.cells]
    .filter(cell => cell.tagName === 'TD' && !cell.classList.contains('grid-pick')))
  const control = cell => cell && cell.querySelector('textarea, select, input:not([type])')
  const at = new Map()
  grid.forEach((row, y) => row.forEach((cell, x) => at.set(cell, [x, y])))
  const controls = [...at.keys()].map(control).filter(Boolean)

  // ── What is stored, what is changed ──
  const stored = new Map(controls.map(one => [one, 'now' in one.dataset ? one.dataset.now : one.value]))
  const held = new Map(controls.map(one => [one, one.value]))
  const settled = words => words.replace(/\r\n?/g, '\n').trim()
  const isChanged = one => settled(one.value) !== settled(stored.get(one))
  function folded (words) { return words.toLowerCase().replace(/\s+/g, ' ').trim() }

  const changedWords = Object.assign(document.createElement('span'), {
    id: 'grid-changed', className: 'govuk-visually-hidden', textContent: 'Changed, not saved'
  })
  const unknownWords = Object.assign(document.createElement('span'), {
    id: 'grid-unknown', className: 'govuk-visually-hidden', textContent: 'Not known here: choose from the list'
  })
  form.append(changedWords, unknownWords)
  const described = new Map(controls.map(one => [one, one.getAttribute('aria-describedby') || '']))

  function unknown (one) {
    if (one.tagName === 'SELECT') return Boolean(one.selectedOptions[0]?.dataset.pasted)
    const list = names[one.getAttribute('list')?.replace('grid-', '')]
    const was = new Set(stored.get(one).split(/[;\n]/).map(folded))
    return Boolean(list) && one.value.split(/[;\n]/).map(folded)
      .some(part => part && !was.has(part) && !list.has(part) && !list.has(part.replace(/\s*\([^()]*\)$/, '')))
  }
  const marks = JSON.parse(form.dataset.marks)
  function mark (one) {
    if (one.parentElement.classList.contains('grid-rating')) one.parentElement.dataset.mark = marks[one.value] || 'none dashed'
    const changed = isChanged(one); const odd = changed && unknown(one)
    one.parentElement.classList.toggle('grid-changed', changed)
    one.parentElement.classList.toggle('grid-unknown', odd)
    const words = [described.get(one), changed && 'grid-changed', odd && 'grid-unknown'].filter(Boolean)
    if (words.length) one.setAttribute('aria-describedby', words.join(' '))
    else one.removeAttribute('aria-describedby')
  }
  const changedNow = () => controls.filter(isChanged)
  const plural = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`
  let told = ''
  function count () {
    const cells = changedNow()
    const rows = new Set(cells.map(one => one.closest('tr')))
    const words = cells.length ? `${plural(cells.length, 'cell')} in ${plural(rows.size, 'action')} not saved.` : ''
    if (words !== told) said.textContent = told = words
    buttons.undo.disabled = !done.length
    buttons.redo.disabled = !undone.length
  }
  const say = words => { said.textContent = told = words }

  // ── Changes, one step each, to take back and do again ──
  const done = []; const undone = []
  const buttons = Object.fromEntries([...form.querySelectorAll('[data-grid-do]')].map(one => [one.dataset.gridDo, one]))
  function write (one, words) {
    if (one.tagName === 'SELECT') {
      const option = [...one.options].find(each => folded(each.text) === folded(words) || folded(each.value) === folded(words))
      if (option) one.value = option.value
      else {
        const odd = new Option(words, words); odd.dataset.pasted = 'yes'
        one.add(odd); one.value = words
      }
    } else one.value = one.tagName === 'TEXTAREA' ? words : words.replace(/\s*\n\s*/g, '; ')
    held.set(one, one.value)
    mark(one)
  }
  function change (pairs) {
    const step = pairs.filter(([one, words]) => one.value !== words).map(([one, words]) => {
      const before = held.get(one); write(one, words)
      return [one, before, one.value]
    }).filter(([, before, after]) => before !== after)
    if (step.length) { done.push(step); undone.length = 0; keepSoon() }
    count()
    return step.length
  }
  // What was typed into one cell natively becomes a step when the cell is left.
  function commit (one) {
    if (!one || !held.has(one) || held.get(one) === one.value) return
    done.push([[one, held.get(one), one.value]]); undone.length = 0
    held.set(one, one.value); mark(one); count(); keepSoon()
  }
  function back (from, to, which) {
    commit(here())
    const step = from.pop()
    if (!step) return
    step.forEach(pair => write(pair[0], pair[which]))
    to.push(step); focus(step[0][0]); count(); keepSoon()
    say(`${which === 1 ? 'Undone' : 'Done again'}: ${plural(step.length, 'cell')}. ${told}`)
  }
  const undo = () => back(done, undone, 1)
  const redo = () => back(undone, done, 2)

  // ── Where we are: a cell, perhaps the corner of a range, perhaps inside the cell ──
  let anchor = null; let corner = null
  const here = () => controls.includes(document.activeElement) ? document.activeElement : null
  const place = one => at.get(one.parentElement)
  const editing = () => here()?.hasAttribute('data-editing')
  function focus (one, keep = false) {
    if (!keep) choose(null)
    one.focus({ preventScroll: false })
    if (one.select) one.select()
    one.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }
  function edit (one, on = true) {
    one.toggleAttribute('data-editing', on)
    if (on && one.setSelectionRange) one.setSelectionRange(one.value.length, one.value.length)
    else if (!on && one.select) one.select()
  }
  function choose (to) {
    table.querySelectorAll('.grid-in').forEach(cell => cell.classList.remove('grid-in'))
    corner = to
    const cells = to ? block() : []
    cells.flat().forEach(cell => cell.classList.add('grid-in'))
    if (cells.length * (cells[0]?.length || 0) > 1) say(`${cells.length} by ${cells[0].length} cells chosen.`)
  }
  function block () {
    const [x, y] = anchor || place(here()); const [u, v] = corner || [x, y]
    return grid.slice(Math.min(y, v), Math.max(y, v) + 1)
      .map(row => row.slice(Math.min(x, u), Math.max(x, u) + 1))
  }
  function move (dx, dy, extend) {
    const one = here(); let [x, y] = extend && corner ? corner : place(one)
    commit(one); edit(one, false)
    for (;;) {
      x += dx; y += dy
      const cell = grid[y]?.[x]
      if (!cell) return
      if (extend) { anchor ||= place(one); choose([x, y]); return }
      if (control(cell)) { anchor = null; focus(control(cell)); return }
      say(document.getElementById(`why-${cell.dataset.why}`)?.textContent || '')
    }
  }

  // ── Keys ──
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
  table.addEventListener('keydown', event => {
    const one = here()
    if (!one || event.isComposing) return
    const ctrl = event.ctrlKey || event.metaKey; const key = event.key.toLowerCase()
    const stop = deed => { event.preventDefault(); deed() }
    if (ctrl && key === 'z') return stop(event.shiftKey ? redo : undo)
    if (ctrl && key === 'y') return stop(redo)
    if (ctrl && key === 'd') return stop(fill)
    if (event.key === 'Escape') return stop(() => escape(one))
    if (event.key === 'F2') return stop(() => { edit(one, !editing()); if (one.showPicker && one.tagName === 'SELECT') one.showPicker() })
    if (event.key === 'Enter' && !event.altKey && !ctrl) return stop(() => move(0, event.shiftKey ? -1 : 1))
    if (event.key === 'Enter' && event.altKey && one.tagName === 'TEXTAREA') return stop(() => insertLine(one))
    if (event.key === 'Tab') { commit(one); edit(one, false); anchor = null; choose(null); return }
    if (editing()) return
    if (WAYS[event.key] && !event.altKey && !ctrl) return stop(() => move(...WAYS[event.key], event.shiftKey))
    if (event.key === 'Delete' || (event.key === 'Backspace' && corner)) return stop(clear)
    if (event.key.length === 1 && !ctrl) choose(null)
  })
  function escape (one) {
    if (held.get(one) !== one.value) { one.value = held.get(one); mark(one); count() }
    edit(one, false); anchor = null; choose(null)
  }
  function insertLine (one) {
    edit(one); one.setRangeText('\n', one.selectionStart, one.selectionEnd, 'end')
    one.dispatchEvent(new Event('input', { bubbles: true }))
  }
  const chosen = () => block().flat().map(control).filter(Boolean)
  function clear () {
    const text = chosen().filter(one => one.tagName !== 'SELECT')
    if (change(text.map(one => [one, '']))) focus(here() || text[0], true)
  }
  function fill () {
    commit(here())
    let rows = block()
    if (rows.length < 2) { const [x, y] = place(here()); rows = [[grid[y - 1]?.[x]], [grid[y][x]]] }
    const pairs = rows.slice(1).flatMap(row => row.map((cell, x) => [control(cell), control(rows[0][x]) || rows[0][x]]))
      .filter(([to, from]) => to && from)
    change(pairs.map(([to, from]) => [to, 'value' in from ? from.value : from.textContent.replace('–', '')]))
  }

  // ── Mouse ──
  table.addEventListener('mousedown', event => {
    const one = control(event.target.closest('td'))
    if (!one || event.target !== one) return
    if (event.shiftKey && here()) { event.preventDefault(); anchor ||= place(here()); choose(place(one)); return }
    anchor = null; choose(null)
    if (one === here()) one.toggleAttribute('data-editing', true)
    else if (one.select) setTimeout(() => { if (here() === one && !editing()) one.select() })
  })
  // However a cell is come to, what is typed next replaces it.
  table.addEventListener('focusin', event => {
    if (held.has(event.target) && event.target.select && !editing()) event.target.select()
  })
  table.addEventListener('focusout', event => {
    if (!at.has(event.target.parentElement)) return
    commit(event.target); event.target.removeAttribute('data-editing')
  })
  table.addEventListener('input', event => {
    if (!held.has(event.target)) return
    mark(event.target); count(); keepSoon()
  })
  table.addEventListener('change', event => { if (event.target.tagName === 'SELECT') commit(event.target) })
  for (const [name, deed] of Object.entries({ undo, redo, fill })) {
    // The button keeps the cell's place: pressing it must not leave the range.
    buttons[name].addEventListener('mousedown', event => event.preventDefault())
    buttons[name].addEventListener('click', () => { if (name !== 'fill' || here()) deed() })
  }

  // ── Blocks to and from Excel ──
  const quoted = words => /[\t\n"]/.test(words) ? `"${words.replace(/"/g, '""')}"` : words
  const shown = cell => {
    const one = control(cell)
    return one ? (one.tagName === 'SELECT' && !one.value ? '' : one.value) : cell.textContent.trim().replace(/^–$/, '')
  }
  table.addEventListener('copy', copy)
  table.addEventListener('cut', event => { if (copy(event)) clear() })
  function copy (event) {
    if (!here() || editing()) return false
    event.clipboardData.setData('text/plain', block().map(row => row.map(cell => quoted(shown(cell))).join('\t')).join('\n'))
    event.preventDefault()
    return true
  }
  table.addEventListener('paste', event => {
    if (!here() || editing()) return
    const rows = read(event.clipboardData.getData('text/plain'))
    event.preventDefault()
    if (!rows.length) return
    commit(here())
    const range = block(); const whole = rows.length === 1 && rows[0].length === 1
    const [x, y] = at.get(range[0][0])
    let fixed = 0; let over = 0; const pairs = []
    const put = (cell, words) => {
      if (!cell) over++
      else if (control(cell)) pairs.push([control(cell), words])
      else fixed++
    }
    if (whole) range.flat().forEach(cell => put(cell, rows[0][0]))
    else rows.forEach((row, dy) => row.forEach((words, dx) => put(grid[y + dy]?.[x + dx], words)))
    const written = change(pairs)
    const odd = pairs.filter(([one]) => unknown(one) && isChanged(one)).length
    if (!whole) { anchor = [x, y]; choose([Math.min(x + rows[0].length, grid[y].length) - 1, Math.min(y + rows.length, grid.length) - 1]) }
    say([`${plural(written, 'cell')} pasted.`, odd && `${plural(odd, 'name')} not known here, and marked.`,
      fixed && `${plural(fixed, 'cell')} cannot be changed by you and stayed.`,
      over && `${plural(over, 'cell')} did not fit into the grid.`].filter(Boolean).join(' '))
  })
  // Tab-separated text as Excel writes it: cells in quotes may hold tabs, line ends and "" for ".
  function read (text) {
    const rows = [[]]; let cell = ''; let inside = false
    for (let i = 0; i < text.length; i++) {
      const letter = text[i]
      if (inside) {
        if (letter === '"' && text[i + 1] === '"') { cell += '"'; i++ } else if (letter === '"') inside = false
        else cell += letter
      } else if (letter === '"' && cell === '') inside = true
      else if (letter === '\t') { rows.at(-1).push(cell); cell = '' } else if (letter === '\n') { rows.at(-1).push(cell); cell = ''; rows.push([]) } else if (letter !== '\r') cell += letter
    }
    rows.at(-1).push(cell)
    if (rows.length > 1 && rows.at(-1).length === 1 && rows.at(-1)[0] === '') rows.pop()
    return rows.map(row => row.map(words => words.replace(/\r\n?/g, '\n')))
  }

  // ── Kept, warned, sent ──
  let waiting = 0; let sent = false; let keeping = new AbortController()
  function keepSoon () { waiting ||= setTimeout(keep, 1500) }
  async function keep () {
    clearTimeout(waiting); waiting = 0
    if (sent) return
    keeping = new AbortController()
    const fields = new URLSearchParams()
    fields.set('csrfmiddlewaretoken', form.elements.csrfmiddlewaretoken.value)
    fields.set('form-key', form.elements['form-key'].value)
    fields.set('draft-of', location.pathname)
    for (const one of changedNow()) {
      const was = one.closest('tr').querySelector('input[name^="was."]')
      fields.set(was.name, was.value); fields.set(one.name, one.value)
    }
    try {
      const answer = await fetch(form.dataset.gridDraft, { method: 'POST', body: fields, keepalive: true, redirect: 'error', signal: keeping.signal })
      keptSaid.textContent = answer.ok
        ? 'Kept as a draft.'
        : answer.status === 401 ? 'You were signed out. Save to sign in again: your words go with you.' : 'This draft is too long to keep. Save it soon.'
    } catch {
      if (sent) return
      keptSaid.textContent = 'The draft could not be kept. Your words are still on this page.'
    }
  }
  addEventListener('pagehide', () => { if (waiting) keep() })
  addEventListener('beforeunload', event => { if (!sent && changedNow().length) event.preventDefault() })
  form.addEventListener('submit', event => {
    commit(here())
    if (event.defaultPrevented) return
    sent = true
    keeping.abort() // a draft that arrives after the saving would come back as unsaved
    // Only what was changed is sent: a page of two hundred rows then fits any draft.
    const rows = new Set(changedNow().map(one => one.closest('tr')))
    for (const one of controls) one.disabled = !isChanged(one)
    for (const one of form.querySelectorAll('input[name^="was."]')) one.disabled = !rows.has(one.closest('tr'))
  })
  addEventListener('pageshow', () => {
    sent = false
    for (const one of form.querySelectorAll(':disabled')) if (!one.dataset.gridDo) one.disabled = false
    controls.forEach(mark); count()
  })
  form.querySelector('.grid-tools').hidden = false
  controls.forEach(mark); count()
}
