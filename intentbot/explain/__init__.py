"""Why the bot answers as it does: of one message, and of the whole model.

>>> from intentbot.explain import explain, explain_model

Both are exact and need nothing but the model. LIME and SHAP, which only ask the model from outside, stand beside them
for comparison and are behind the extra ``intentbot[explain]``.
"""

from __future__ import annotations

from intentbot.explain.whole_model import explain_model
from intentbot.explain.why import explain

__all__ = ["explain", "explain_model"]
