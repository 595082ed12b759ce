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
    <a class="gt-masthead__home" href="/">Golden Thread</a>
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
