"""What the command line says in Chinese. English is the original: it stands where the thing is said."""

from __future__ import annotations

from typing import Literal

Language = Literal["zh", "en"]

# Code of a reason -> the sentence; a code with a number in it (http.404) is looked up by its first word too.
_REASONS = {
    "file.folder": "是文件夹，请给出文件",
    "file.missing": "没有这个文件，请检查路径",
    "file.too_big": "大小超过上限，不像是网页，请拆分",
    "file.unreadable": "无法读取，请检查权限",
    "folder.empty": "其中没有网页文件（.html、.txt 等）",
    "http": "网站拒绝或出错，请用浏览器打开查看",
    "http.404": "网站答复 404，没有这个网页，请检查网址",
    "http.bomb": "解压后大到原来的数百倍，属于攻击，请勿再取",
    "http.challenge": "网站要求证明是真人访问（反爬虫验证），请联系网站管理员，或用浏览器另存后再给出",
    "http.coding": "网站返回的压缩格式有误，请重试或告知网站管理员",
    "http.protocol": "网站的答复不合 HTTP 规范，请用浏览器打开查看",
    "http.redirect_loop": "重定向成环，请用浏览器打开查看，可能需要 cookie",
    "http.redirects": "重定向次数过多，请用浏览器打开并改用最后的网址",
    "http.too_large": "大小超过上限，不像是网页，请另行下载",
    "http.truncated": "网站的答复不完整，请重试",
    "input.scheme": "只能读取 http、https 网址；本地文件请直接给出路径",
    "internal": "程序内部错误，请连同该网页报告给我们",
    "net.address": "指向本机、内网或其他不对外的地址；确需读取请加 --allow-private",
    "net.certificate": "网站证书无效，请检查网址或告知网站管理员",
    "net.connect": "无法连接，请检查网址和网络",
    "net.disconnected": "连接中断，请重试",
    "net.dns": "找不到该主机，请检查网址和网络",
    "net.old_tls": "已允许过旧的 TLS，网页在途中可能被篡改",
    "net.port": "该端口属于其他协议，请检查网址",
    "net.refused": "该处无服务应答，请检查主机和端口，或稍后再试",
    "net.scheme": "转向了 http、https 以外的地址，请检查",
    "net.timeout": "未能在时限内取完，请稍后再试，或用 --timeout 放宽时限",
    "net.tls": "无法建立安全连接；服务器过旧时可加 --old-tls",
    "net.url": "不是有效的网址，请检查",
    "net.userinfo": "网址中含有用户名或密码，请去掉后再试",
    "options.contact": "联系方式只能用 ASCII 字符：邮箱或网址",
    "output.folder": "不能用作输出文件夹，请用 -o 另给一个",
    "output.page": "不是本版本的页面记录，请移走或重新提取",
    "output.write": "无法写入，请检查磁盘空间和权限",
    "parse.binary": "是二进制文件，不是网页或文本，请给出网页",
    "parse.empty": "内容为空，请检查来源",
    "parse.no_article": "页面上没有文章，请给出文章页而不是栏目页",
    "parse.shell": "正文由脚本载入，页面本身没有文章，请用浏览器另存后再给出",
    "crawl.left": "留待下次运行，届时从这里继续",
    "crawl.scope": "不在所给网址的范围之内；如需要请另行给出",
    "crawl.trap": "网址循环往复，请查看网站是否误链到自身",
    "input.local": "不是网址；本地文件请用 run 或 extract",
    "robots.denied": "robots.txt 要求程序不要访问，请询问网站管理员",
    "robots.unreachable": "无法读取 robots.txt，因此不予抓取，请稍后再试",
    "state.broken": "不是本程序的状态文件，请移走",
    "state.locked": "另一次运行正在使用该文件夹，请等它结束，或另给一个文件夹",
    "state.newer": "由更新版本的 extractor 写成，请使用那个版本",
    "warc.broken": "网页存档文件中断或已损坏，请重新取得",
    "warc.coding": "存档中的网页压缩格式有误",
    "warc.empty": "网页存档文件中没有网页",
    "warc.too_big": "存档中的网页大小超过上限",
    "run.duplicate": "与已给出的另一页相同，不再重复",
    "run.interrupted": "运行被中断，尚未处理，请再次运行",
    "run.regression": "新结果不如原有记录，保留原记录；要替换请加 --accept-regression",
    "run.same_id": "与已给出的另一页编号相同而内容不同；如需都保留，请用网址给出",
}

_WORDS = {
    "title": "标题",
    "rosters found/declared": "名单 找到/应有",
    "entries": "条目",
    "dates": "日期",
    "counts": "数量",
    "credits": "署名",
    "checks pass/fail/warn": "核对 符合/不符/提醒",
    "page": "页面编号",
    "failed": "失败",
    "warning": "提醒",
    "fails": "不符",
    "duplicate": "重复",
    "skipped": "略过",
    "{requests} answers, {captures} captured, {unchanged} unchanged, {bytes} bytes": "收到答复 {requests}，存档 {captures}，未变 {unchanged}，{bytes} 字节",
    "{ok} done ({changed} changed), {failed} failed ({known} as before), {checks} checks fail, {duplicate} duplicate, {skipped} skipped": "完成 {ok}（有变化 {changed}），失败 {failed}（与上次相同 {known}），核对不符 {checks}，重复 {duplicate}，略过 {skipped}",
    "{ok} there, {failed} failed ({known} as before), {skipped} skipped": "已存 {ok}，失败 {failed}（与上次相同 {known}），略过 {skipped}",
    "{ok} done, {failed} failed, {duplicate} duplicate": "完成 {ok}，失败 {failed}，重复 {duplicate}",
    "files of other kinds passed over: {skipped}": "略过其他类型的文件 {skipped} 个",
    "{rest} more in {path}": "另有 {rest} 页，见 {path}",
    "pages": "页面",
    "tables": "表格",
    "account of the run": "运行记录",
    "interrupted; what was done is kept": "已中断；完成的部分已保留",
    "rules that keep to their examples: {rules}": "{rules} 条规则均与其示例相符",
}


def reason(code: str, detail: str, language: Language) -> str:
    """The sentence for a reason; the English detail where there is no Chinese one."""
    if language == "en":
        return detail
    return _REASONS.get(code) or _REASONS.get(code.split(".")[0]) or detail


def say(words: str, language: Language, **facts: object) -> str:
    """Words of the command line in a language, with facts put in."""
    return (_WORDS[words] if language == "zh" else words).format(**facts)
