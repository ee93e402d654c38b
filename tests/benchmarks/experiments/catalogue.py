"""The experiments, by name."""

from __future__ import annotations

from tests.benchmarks.experiments import linears, losses, shapes, teachers
from tests.benchmarks.experiments.experiment import (
    Experiment,
    Expert,
    as_frequent,
    default_linear,
    default_network,
    own_linear,
    own_network,
)
from tests.benchmarks.experiments.fitting import varied
from tests.benchmarks.experiments.shapes import Shape

DEFAULT = Experiment(name="default", idea="the bot as it is")


def _linear(name: str, idea: str, expert: Expert) -> Experiment:
    return Experiment(name=name, idea=f"linear: {idea}", linear=expert)


def _third(name: str, idea: str, expert: Expert) -> Experiment:
    return Experiment(name=name, idea=f"third expert: {idea}", others=(expert,))


def _network(name: str, idea: str, expert: Expert) -> Experiment:
    return Experiment(name=name, idea=f"network: {idea}", network=expert)


def _settings(name: str, idea: str, **settings: float) -> Experiment:
    return Experiment(name=name, idea=f"network: {idea}", network=own_network, settings=settings)


LINEAR = (
    _linear("penalty-10", "inverse penalty 10 instead of 30", linears.penalty(10)),
    _linear("penalty-100", "inverse penalty 100", linears.penalty(100)),
    _linear("svm", "margins of a linear SVM", linears.margins),
    _linear("nb-svm", "naive Bayes weights (NB-SVM)", linears.naive_bayes_weighted),
    _linear("words-2", "words count twice", linears.weighted_kinds(2, 1, (1, 1, 1, 1))),
    _linear("stems-2", "stems count twice", linears.weighted_kinds(1, 2, (1, 1, 1, 1))),
    _linear("both-2", "words and stems count twice", linears.weighted_kinds(2, 2, (1, 1, 1, 1))),
    _linear("no-2", "no pieces of 2 characters", linears.weighted_kinds(1, 1, (0, 1, 1, 1))),
    _linear("no-5", "no pieces of 5 characters", linears.weighted_kinds(1, 1, (1, 1, 1, 0))),
    _linear("idf-half", "root of the IDF", linears.idf_power(0.5)),
    _linear("idf-1.5", "IDF to the power 1.5", linears.idf_power(1.5)),
    _linear("hidden-words", "4 copies of each row, 30 % of words left out", linears.hidden_words(4, 0.3)),
    _linear("pairs", "pairs of neighbouring words", linears.word_pairs(1)),
    _linear("pairs-3", "pairs of words up to 3 places apart", linears.word_pairs(3)),
)

THIRD = (
    _third("nearest-tfidf", "nearest rows by TF-IDF", linears.nearest_tfidf(10.0)),
    _third("nearest-features", "nearest rows by the network's features", linears.nearest_features(10.0)),
    _third("prototypes", "nearest mean of the network's features", linears.prototypes),
    _third("prototypes-tfidf", "nearest mean of TF-IDF", linears.tfidf_prototypes),
    _third("pairs-third", "logistic regression on pairs of words alone", linears.only_pairs(3)),
)

NETWORK = (
    _network("sigmoid", "per-class sigmoid loss", varied(loss=losses.per_class_sigmoid(1.0))),
    _network("half-sigmoid", "half sigmoid, half cross entropy", varied(loss=losses.sigmoid_and_softmax)),
    _network("r-drop", "R-Drop, strength 1", varied(loss=losses.agreeing_dropouts(1.0))),
    _network("sam", "all weights moved up the loss by 0.1 before each step", varied(ascent=0.1)),
    _network("contrast", "supervised contrast of features", varied(build=Shape, loss=losses.drawn_together(0.2, 0.2))),
    _network("averaged", "weights averaged over the steps", varied(averaging=0.99)),
    _network("idf-vectors", "vectors times inverse document frequency", varied(build=shapes.RareWordsFirst)),
    _network("idf-mean", "mean weighed by inverse document frequency", varied(build=shapes.RareWordsMean)),
    _network("even-vectors", "vectors of one length", varied(build=shapes.EvenVectors)),
    _network("two-highest", "the second highest place as well", varied(build=shapes.TwoHighest)),
    _network("soft-maximum", "log-sum-exp instead of the maximum", varied(build=shapes.SoftMaximum)),
    _network("attention", "an attention-weighed mean as well", varied(build=shapes.Attention)),
    _network("gated", "gated convolutions", varied(build=shapes.Gated)),
    _network("dilated", "two words with one between them as well", varied(build=shapes.Dilated)),
    _network("wide", "a straight path from vectors to intents", varied(build=shapes.Wide)),
    _network("out-of-fold", "a third of the linear model's out-of-fold answers", teachers.out_of_fold(0.33, 2.0)),
    _network("gaps-own", "first learns to fill gaps in its own sentences", teachers.gaps_first(20, False)),
)

SETTINGS = (
    _settings("no-disturbance", "word vectors not moved up the loss", disturbance=0.0),
    _settings("disturbance-0.4", "word vectors moved up the loss twice as far", disturbance=0.4),
    _settings("no-courtesies", "no sentence learned with greetings or thanks around it", courtesies=0.0),
    _settings("courtesies-0.3", "twice as many sentences learned with greetings or thanks", courtesies=0.3),
    _settings("epochs-60", "60 epochs at a peak rate of 1e-3", epochs=60, learning_rate=1e-3),
    _settings("no-piece-dropout", "no subword dropout", subword_dropout=0.0),
    _settings("smoothing", "label smoothing 0.1", label_smoothing=0.1),
)

UNLABELLED = (
    Experiment(
        name="gaps",
        idea="3,000 unlabelled messages: first learns to fill gaps in them",
        network=teachers.gaps_first(10, True),
        reads_unlabelled=True,
    ),
    Experiment(
        name="taught",
        idea="3,000 unlabelled messages: learns what the bot says of them",
        network=teachers.taught_network,
    ),
)

TITLES = tuple(
    Experiment(name=name, idea=idea, network=own_network, linear=own_linear, settings={"titles": titles})
    for name, idea, titles in (
        ("no-titles", "without each intent's name as an example", 0),
        ("titles-2", "each intent's name as two examples", 2),
    )
)

AS_FREQUENT = tuple(
    Experiment(name=name, idea=f"{who} finds an intent likelier that has more examples", network=network, linear=linear)
    for name, who, network, linear in (
        ("network-frequent", "the network", as_frequent(default_network), default_linear),
        ("linear-frequent", "the linear model", default_network, as_frequent(default_linear)),
        ("both-frequent", "either model", as_frequent(default_network), as_frequent(default_linear)),
    )
)

EXPERIMENTS = (DEFAULT, *AS_FREQUENT, *LINEAR, *THIRD, *TITLES, *NETWORK, *SETTINGS, *UNLABELLED)
