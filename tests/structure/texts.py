"""Invented notices for the tests of structure, in clean text: one paragraph a line."""

from __future__ import annotations

from pipeline.extractors.tasks import tasks_of
from pipeline.notice import CleanText, Structure, Task
from pipeline.structure import structure


def read(text: str) -> Structure:
    """The structure of a clean text that is its own raw text."""
    return structure(CleanText(text, text))


def tasks(text: str) -> dict[str, Task]:
    """Tasks by path."""
    return {task.path: task for task in tasks_of(read(text), CleanText(text, text))}


def paths(text: str) -> list[str]:
    """Paths of all provisions in text order."""
    return [provision.path for provision in read(text).provisions]


LETTER_AND_PLAN = """青禾市人民政府办公室文件
青政办发〔2022〕31号
青禾市人民政府办公室关于印发《青禾市清洁取暖实施方案》的通知
各县（市、区）人民政府，市直有关部门：
《青禾市清洁取暖实施方案》已经市政府同意，现印发给你们，请认真贯彻执行。请各县（市、区）于9月10日前将配套方案报市住房城乡建设局。
附件：1.任务分工表
2.进度表
青禾市人民政府办公室
2022年8月15日
青禾市清洁取暖实施方案
为做好清洁取暖工作，制定本方案。
一、总体要求
坚持以人民为中心，因地制宜推进清洁取暖，切实保障群众温暖过冬。
二、主要任务
（一）推进集中供热。各县（市、区）要加快热源建设，新增供热面积不少于30万平方米。（责任单位：市住房城乡建设局）
（二）改造老旧管网。2023年底前完成改造任务。（责任单位：市城管局）
三、保障措施
（一）加强组织领导。各县（市、区）要成立工作专班。
（二）强化督导考核。市政府督查室要定期开展督查。
抄送：市委办公室，市人大常委会办公室。
青禾市人民政府办公室2022年8月16日印发
"""
