"""The frame of the last page there is. Without the two stylesheets it still reads."""

from string import Template

PAGE = Template("""\
<!DOCTYPE html>
<html lang="en" class="gt-page">
<head>
  <meta charset="utf-8">
  <title>$title – Golden Thread</title>
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="/static/pages/govuk-frontend.min.css">
  <link rel="stylesheet" href="/static/pages/golden-thread.css">
</head>
<body class="govuk-template__body gt-body">
  <header class="gt-masthead"><div class="gt-width gt-masthead__inside">
    <a class="gt-masthead__home" href="/"><span class="gt-wordmark">\
<svg class="gt-wordmark__sign" viewBox="0 0 34 24" width="34" height="24" aria-hidden="true" \
focusable="false"><path d="M2 19C8 19 8 12 13 12s4 5 8 5 5-12 11-12" fill="none" \
stroke="currentColor" stroke-width="2" stroke-linecap="round"/><circle cx="3" cy="19" r="2.6"/>\
<circle cx="13" cy="12" r="2.6"/><circle cx="31" cy="5" r="2.6"/></svg>\
<span class="gt-wordmark__name">Golden Thread</span></span></a>
  </div></header>
  <div class="gt-width">
  <main class="gt-main" id="main-content">
    <h1>$title</h1>
    $words
    <p><a href="/">Go to your own work</a></p>
  </main>
  </div>
</body>
</html>
""")
