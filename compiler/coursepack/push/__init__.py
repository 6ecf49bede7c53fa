"""Placed modules in, a course of a learning system brought up to date: one file a system."""

from coursepack.push.change import Change as Change
from coursepack.push.change import State as State
from coursepack.push.change import Verb as Verb
from coursepack.push.run import SYSTEMS as SYSTEMS
from coursepack.push.run import Pushed as Pushed
from coursepack.push.run import Target as Target
from coursepack.push.run import push as push
