using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.Native;

/// <summary>
/// Makes parts of the pieces of a stream whose frames only say what is new: text, reasoning, or a call by its number.
/// </summary>
/// <param name="cumulative">Every frame repeats what came before: only what is new in it counts.</param>
internal sealed class PartFlow(bool cumulative = false)
{
    private readonly Dictionary<int, Choice> choices = [];

    /// <summary>At least one choice has come to its end.</summary>
    public bool Finished { get; private set; }

    public void Text(int choice, string? text, List<AnswerEvent> events) => Words(choice, Kind.Text, text, events);

    public void Reasoning(int choice, string? text, List<AnswerEvent> events) =>
        Words(choice, Kind.Reasoning, text, events);

    /// <summary>A piece of a tool call.</summary>
    public void Call(
        int choice, int number, string? id, string? name, string? arguments, List<AnswerEvent> events)
    {
        var state = Of(choice);
        EndWords(choice, state, events);
        if (!state.Calls.TryGetValue(number, out var call))
        {
            call = new Piece(state.Parts++);
            state.Calls[number] = call;
            events.Add(new PartStarted(choice, call.Index, new ToolCallPart(id ?? "", name ?? "", "")));
        }

        Add(choice, call, arguments, events);
    }

    /// <summary>The choice is complete.</summary>
    public void Finish(int choice, FinishReason reason, string raw, List<AnswerEvent> events)
    {
        var state = Of(choice);
        if (state.Done)
            return;
        state.Done = Finished = true;
        EndWords(choice, state, events);
        foreach (var call in state.Calls.Values)
            events.Add(new PartEnded(choice, call.Index));
        events.Add(new ChoiceFinished(
            choice, reason == FinishReason.Stop && state.Calls.Count > 0 ? FinishReason.ToolCalls : reason, raw));
    }

    private void Words(int choice, Kind kind, string? text, List<AnswerEvent> events)
    {
        if (string.IsNullOrEmpty(text))
            return;
        var state = Of(choice);
        var seen = kind == Kind.Text ? state.TextSeen : state.ReasoningSeen;
        if (cumulative && text.Length <= seen)
            return;
        if (state.Open != kind)
        {
            EndWords(choice, state, events);
            (state.Open, state.OpenIndex) = (kind, state.Parts++);
            events.Add(new PartStarted(
                choice, state.OpenIndex, kind == Kind.Text ? new TextPart("") : new ReasoningPart()));
        }

        events.Add(new PartDelta(choice, state.OpenIndex, cumulative ? text[seen..] : text));
        if (kind == Kind.Text)
            state.TextSeen = text.Length;
        else
            state.ReasoningSeen = text.Length;
    }

    private void Add(int choice, Piece call, string? arguments, List<AnswerEvent> events)
    {
        if (string.IsNullOrEmpty(arguments) || (cumulative && arguments.Length <= call.Seen))
            return;
        events.Add(new PartDelta(choice, call.Index, cumulative ? arguments[call.Seen..] : arguments));
        call.Seen = arguments.Length;
    }

    private static void EndWords(int choice, Choice state, List<AnswerEvent> events)
    {
        if (state.Open != Kind.None)
            events.Add(new PartEnded(choice, state.OpenIndex));
        state.Open = Kind.None;
    }

    private Choice Of(int choice) =>
        choices.TryGetValue(choice, out var state) ? state : choices[choice] = new Choice();

    private enum Kind
    {
        None,
        Text,
        Reasoning,
    }

    private sealed class Choice
    {
        public int Parts { get; set; }

        public Kind Open { get; set; }

        public int OpenIndex { get; set; }

        public int TextSeen { get; set; }

        public int ReasoningSeen { get; set; }

        public bool Done { get; set; }

        public SortedDictionary<int, Piece> Calls { get; } = [];
    }

    private sealed class Piece(int index)
    {
        public int Index => index;

        public int Seen { get; set; }
    }
}
