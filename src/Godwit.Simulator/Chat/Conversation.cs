using Godwit.Simulator.Text;

namespace Godwit.Simulator.Chat;

/// <summary>What the simulator understands of a request's turns.</summary>
internal sealed class Conversation
{
    private const int TokensPerMessage = 3;
    private const int TokensPerImage = 85;

    private readonly List<Turn> _turns = [];
    private readonly List<int> _tokens = [];
    private readonly List<string> _toolResults = [];

    private Conversation()
    {
    }

    public IReadOnlyList<Turn> Turns => _turns;

    /// <summary>The text of the last user turn; empty when there is none.</summary>
    public string LastUserText { get; private set; } = "";

    /// <summary>The role of the last turn.</summary>
    public string LastRole { get; private set; } = "";

    /// <summary>The text of a last turn that is the assistant's: the answer is to go on from there.</summary>
    public string? Prefill { get; private set; }

    /// <summary>The images of the last user turn.</summary>
    public IReadOnlyList<ImagePart> Images { get; private set; } = [];

    /// <summary>The tool turns at the end of the conversation.</summary>
    public IReadOnlyList<string> ToolResults => _toolResults;

    /// <summary>The turns' tokens by the simulator's rule.</summary>
    public int InputTokens { get; private set; } = TokensPerMessage;

    /// <summary>The tokens of each turn, in order.</summary>
    public IReadOnlyList<int> MessageTokens => _tokens;

    public static Conversation Of(IEnumerable<Turn> turns)
    {
        Conversation conversation = new();
        foreach (Turn turn in turns)
        {
            conversation.Add(turn);
        }

        return conversation;
    }

    public static int TokensOf(Turn turn) =>
        TokensPerMessage + TokenRule.Count(turn.Text) + TokenRule.Count(turn.Calls)
            + (turn.Role == "user" ? turn.Images.Count * TokensPerImage : 0);

    private void Add(Turn turn)
    {
        _turns.Add(turn);
        LastRole = turn.Role;
        Prefill = turn is { Role: "assistant", Text.Length: > 0, Calls: null } ? turn.Text : null;
        if (turn.Role == "tool")
        {
            _toolResults.Add(turn.Text);
        }
        else
        {
            _toolResults.Clear();
        }

        if (turn.Role == "user")
        {
            LastUserText = turn.Text;
            Images = turn.Images;
        }

        int tokens = TokensOf(turn);
        _tokens.Add(tokens);
        InputTokens += tokens;
    }
}
