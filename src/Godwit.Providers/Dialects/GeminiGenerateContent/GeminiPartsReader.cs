using System.Text;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>
/// Reads the parts of a conversation's contents. Thoughts that follow on each other are one, since a client sends back
/// the pieces in which they were streamed.
/// </summary>
internal sealed class GeminiPartsReader(GenAIRequest request)
{
    private readonly StringBuilder thought = new();
    private string? thoughtPath;

    public GeminiCallIds CallIds { get; } = new();

    /// <summary>
    /// Reads the parts of one entry. A thought at its end stays open: what follows of it may stand in the next entry,
    /// since Google's libraries keep every streamed piece as one.
    /// </summary>
    public List<Part> Read(RequestNode parts)
    {
        var read = new List<Part>();
        foreach (var node in parts.Each())
        {
            ReadPart(node, read);
        }

        return read;
    }

    /// <summary>The model's turn is over: the thought that is open, if one is.</summary>
    public List<Part> EndTurn()
    {
        var read = new List<Part>();
        EndThought(null, read);
        return read;
    }

    private void ReadPart(RequestNode node, List<Part> read)
    {
        string? text = null, kind = null;
        RequestNode data = default, signature = default;
        var isThought = false;
        List<(string Name, RequestNode Node)>? others = null;
        foreach (var (name, member) in node.CamelMembers())
        {
            switch (name)
            {
                case "text":
                    text = member.Text();
                    break;
                case "thought":
                    isThought = member.Flag() ?? false;
                    break;
                case "thoughtSignature":
                    signature = member;
                    break;
                case "inlineData" or "fileData" or "functionCall" or "functionResponse" or "executableCode"
                    or "codeExecutionResult" or "toolCall" or "toolResponse":
                    (kind, data) = (name, member);
                    break;
                default:
                    (others ??= []).Add((name, member));
                    break;
            }
        }

        if (kind is null && text is null && others is not null)
        {
            // A kind of part that came after this was written.
            (kind, others) = (others[0].Name, null);
        }

        foreach (var (name, member) in others ?? [])
        {
            GeminiRequestReader.Keep(request, name, member);
        }

        var sealText = signature.IsNull ? null : signature.Text();
        if (isThought && kind is null)
        {
            thoughtPath ??= node.Path;
            thought.Append(text);
            if (sealText is { Length: > 0 })
            {
                EndThought(GeminiSeals.Read(sealText, closed: false), read);
            }

            return;
        }

        if (kind is null)
        {
            ReadText(node, text ?? "", sealText, signature, read);
            return;
        }

        EndThought(null, read);
        ReadData(node, kind, data, signature, sealText, read);
    }

    private void ReadText(RequestNode node, string text, string? sealText, RequestNode signature, List<Part> read)
    {
        if (text.Length > 0)
        {
            EndThought(null, read);
            read.Add(new TextPart(text) { Path = node.Path });
            if (sealText is { Length: > 0 })
            {
                // Gemini's own, of these words: a writer of this dialect puts it back where it was.
                GeminiRequestReader.Keep(request, "thoughtSignature", signature);
            }

            return;
        }

        if (sealText is not { Length: > 0 })
        {
            return;
        }

        var seal = GeminiSeals.Read(sealText, closed: true);
        if (seal.Origin != Dialect.GeminiGenerateContent && thoughtPath is not null)
        {
            EndThought(seal, read);
            return;
        }

        EndThought(null, read);
        read.Add(Reasoning("", seal, node.Path));
    }

    private void ReadData(
        RequestNode node, string kind, RequestNode data, RequestNode signature, string? sealText, List<Part> read)
    {
        var seal = sealText is { Length: > 0 } ? GeminiSeals.Read(sealText, closed: false) : null;
        switch (kind)
        {
            case "functionCall":
                read.Add(GeminiToolPartsReader.ReadCall(data, node.Path, seal, request, CallIds));
                break;
            case "functionResponse":
                read.Add(GeminiToolPartsReader.ReadResult(data, node.Path, request, CallIds));
                break;
            case "inlineData" or "fileData":
                read.Add(GeminiMediaReader.Read(kind, data, node.Path, request));
                break;
            default:
                // Whole, its signature included.
                read.Add(new ForeignPart(Dialect.GeminiGenerateContent, kind, node.Value) { Path = node.Path });
                return;
        }

        if (seal is not null && kind != "functionCall")
        {
            GeminiRequestReader.Keep(request, "thoughtSignature", signature);
        }
    }

    private void EndThought(ReasoningSeal? seal, List<Part> read)
    {
        if (thoughtPath is { } path)
        {
            read.Add(Reasoning(thought.ToString(), seal, path));
            thought.Clear();
            thoughtPath = null;
        }
    }

    private static ReasoningPart Reasoning(string words, ReasoningSeal? seal, string path) => new()
    {
        Text = words,
        Seal = seal is { Origin: Dialect.OpenAIResponses } ? seal with { Closed = true } : seal,
        IsSummary = seal?.Origin == Dialect.OpenAIResponses,
        Path = path,
    };
}
