"""The page for an address that there is not: a person who mistyped is shown the way, in both languages."""

MISSING = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>没有这个页面 · No such page</title>
<style>
:root { color-scheme: light dark }
body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 30rem; margin: 15vh auto; padding: 0 1rem }
</style>
</head>
<body>
<main>
<h1>没有这个页面</h1>
<p>地址可能打错了。<a href="/">和门店聊天</a> · <a href="/desk">门店工作台</a></p>
<div lang="en">
<h2>There is no such page</h2>
<p>The address may be mistyped. <a href="/">Chat with the shop</a> · <a href="/desk">Staff desk</a></p>
</div>
</main>
</body>
</html>
""".encode()
