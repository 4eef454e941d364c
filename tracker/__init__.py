"""Sẵn Sàng: from a conference plan to tracked, dated, reminded tasks.

The tree is the data flow::

    document --documents--> lines --domain.plan--> ParsedPlan --services.plans--> Conference + Task rows
                                                                (domain.schedule gives the due dates)
    jobs: plan_reminders --services.reminders--> domain.reminders --> outbox rows --deliver_mail--> mail --> SMTP
    web.tasks --services.tasks--> Task + TaskEvent --services.readiness--> domain.readiness --> templates

Imports point one way: domain <- models <- services <- {web, jobs, cli}. The core is pure: today and the actor are
arguments. The factory lives in ``tracker.app`` so that importing the core does not import Flask.
"""
