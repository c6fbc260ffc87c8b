using System.Text;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Text;

namespace Godwit.Simulator.Native;

/// <summary>How far a stream has come.</summary>
internal sealed class NativeProgress(NativeReply reply)
{
    private readonly Dictionary<int, StringBuilder> _arguments = [];
    private readonly StringBuilder _content = new();
    private readonly StringBuilder _reasoning = new();

    public NativeReply Reply => reply;

    /// <summary>The number of the choice that is sent.</summary>
    public int Choice { get; private set; }

    public ChatAnswer Answer => reply.Answers[Choice];

    /// <summary>Tokens sent so far, of every kind.</summary>
    public int Tokens { get; private set; }

    /// <summary>Those of them that are reasoning.</summary>
    public int Thought { get; private set; }

    /// <summary>The number of the content block that is open; -1 when none is.</summary>
    public int Block { get; set; } = -1;

    /// <summary>What the open block is.</summary>
    public (PieceKind Kind, int Call) Open { get; set; }

    public string Content => _content.ToString();

    public string Reasoning => _reasoning.ToString();

    public string Arguments(int call) => _arguments.TryGetValue(call, out StringBuilder? text) ? text.ToString() : "";

    /// <summary>The calls of which something was sent.</summary>
    public int Calls => _arguments.Count;

    /// <summary>The next choice begins.</summary>
    public void Begin(int choice)
    {
        Choice = choice;
        _content.Clear();
        _reasoning.Clear();
        _arguments.Clear();
    }

    public void Add(NativePiece piece)
    {
        int tokens = TokenRule.Count(piece.Text.Span);
        Tokens += tokens;
        switch (piece.Kind)
        {
            case PieceKind.Reasoning:
                Thought += tokens;
                _reasoning.Append(piece.Text);
                break;
            case PieceKind.Content:
                _content.Append(piece.Text);
                break;
            default:
                if (!_arguments.TryGetValue(piece.Call, out StringBuilder? text))
                {
                    _arguments[piece.Call] = text = new StringBuilder();
                }

                text.Append(piece.Text);
                break;
        }
    }
}
