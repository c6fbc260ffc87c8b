using System.Text.Json;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIResponses;

/// <content>Items: what the model says in several of them in a row is one turn.</content>
internal static partial class ResponsesRequestReader
{
    /// <summary>Reads items that are kept for the client, before those of its request.</summary>
    /// <param name="items">A list of items.</param>
    /// <param name="path">Where the client named them.</param>
    /// <param name="request">The request they go before.</param>
    /// <param name="faults">Where faults go.</param>
    public static void ReadEarlier(JsonElement items, string path, GenAIRequest request, RequestFaults faults)
    {
        var asked = request.Messages.ToArray();
        request.Messages.Clear();
        ReadInput(new RequestNode(items, path, faults), request);

        // Instructions are not carried over from one response to the next, and come first.
        var instructions = asked is [{ Path: "instructions" } first, ..] ? first : null;
        if (instructions is not null)
        {
            request.Messages.Insert(0, instructions);
        }

        request.Messages.AddRange(instructions is null ? asked : asked[1..]);
    }

    /// <summary>Reads one item.</summary>
    public static void ReadOne(RequestNode item, GenAIRequest request) => ReadItem(item, request);

    private static void ReadInstructions(RequestNode node, GenAIRequest request)
    {
        if (node.Kind == JsonValueKind.Array)
        {
            // Items, as a prompt of the provider's may have them.
            ReadInput(node, request);
        }
        else if (node.Text() is { Length: > 0 } text)
        {
            request.Messages.Add(new Message(Role.System, node.Path)
            {
                Parts = [new TextPart(text) { Path = node.Path }],
            });
        }
    }

    private static void ReadInput(RequestNode node, GenAIRequest request)
    {
        request.Paths.TryAdd(RequestField.Messages, node.Path);
        if (node.Kind == JsonValueKind.String)
        {
            var part = new TextPart(node.Text() ?? "") { Path = node.Path };
            request.Messages.Add(new Message(Role.User, node.Path) { Parts = [part] });
            return;
        }

        foreach (var item in node.Items())
        {
            ReadItem(item, request);
        }
    }

    private static void ReadItem(RequestNode item, GenAIRequest request)
    {
        if (item.Kind != JsonValueKind.Object)
        {
            item.Fault("invalid_type", $"Invalid type for '{item.Path}': expected an object.");
            return;
        }

        var type = item.Member("type").Text() ?? (item.Member("role").IsNull ? "item_reference" : "message");
        switch (type)
        {
            case "message":
                ReadMessage(item, request);
                break;
            case "function_call":
                Turn(Role.Assistant, item, request).Parts.Add(ReadCall(item, request));
                break;
            case "function_call_output":
                Turn(Role.Tool, item, request).Parts.Add(ReadResult(item, request));
                break;
            case "reasoning":
                Turn(Role.Assistant, item, request).Parts.Add(ReadReasoningItem(item, request));
                break;
            default:
                var role = type.EndsWith("_output", StringComparison.Ordinal)
                    || type.EndsWith("_response", StringComparison.Ordinal) ? Role.Tool : Role.Assistant;
                Turn(role, item, request).Parts.Add(new ForeignPart(Own, type, item.Value) { Path = item.Path });
                break;
        }
    }

    /// <summary>The turn an item belongs to: the last one, when the same speaks on.</summary>
    private static Message Turn(Role role, RequestNode item, GenAIRequest request)
    {
        if (request.Messages is [.., var last] && last.Role == role && role is Role.Assistant or Role.Tool)
        {
            return request.Messages[^1];
        }

        var turn = new Message(role, item.Path);
        request.Messages.Add(turn);
        return turn;
    }

    private static void ReadMessage(RequestNode item, GenAIRequest request)
    {
        var role = item.RequiredText("role") switch
        {
            "assistant" => Role.Assistant,
            "system" or "developer" => Role.System,
            "user" => Role.User,
            var other => Unknown(item, other),
        };
        var turn = Turn(role, item, request);
        var content = item.Member("content");
        if (content.Kind == JsonValueKind.String)
        {
            turn.Parts.Add(new TextPart(content.Text() ?? "") { Path = content.Path });
        }
        else
        {
            foreach (var part in content.Items())
            {
                if (ReadPart(part, request) is { } read)
                {
                    turn.Parts.Add(read);
                }
            }
        }

        KeepOthers(item, request, "type", "role", "content", "id", "status");
    }

    private static Role Unknown(RequestNode item, string role)
    {
        item.Member("role").Fault(
            "invalid_value", $"Invalid '{item.Path}.role': '{role}'. Use user, assistant, system or developer.");
        return Role.User;
    }

    private static ToolCallPart ReadCall(RequestNode item, GenAIRequest request)
    {
        KeepOthers(item, request, "type", "id", "call_id", "name", "arguments", "status", "extra_content");
        var signature = item.Member("extra_content").Member("google").Member("thought_signature");
        return new ToolCallPart(
            item.RequiredText("call_id"), item.RequiredText("name"), item.RequiredText("arguments"))
        {
            Path = item.Path,
            Seal = ReasoningSeal.Parse(signature.Text(), Own),
        };
    }

    private static ToolResultPart ReadResult(RequestNode item, GenAIRequest request)
    {
        var result = new ToolResultPart(item.RequiredText("call_id")) { Path = item.Path };
        var output = item.Member("output");
        if (output.Kind == JsonValueKind.String)
        {
            result.Content.Add(new TextPart(output.Text() ?? "") { Path = output.Path });
        }
        else
        {
            foreach (var part in output.Items())
            {
                if (ReadPart(part, request) is { } read)
                {
                    result.Content.Add(read);
                }
            }
        }

        KeepOthers(item, request, "type", "id", "call_id", "output", "status");
        return result;
    }

    private static ReasoningPart ReadReasoningItem(RequestNode item, GenAIRequest request)
    {
        KeepOthers(item, request, "type", "id", "summary", "content", "encrypted_content", "status");
        var summary = Words(item.Member("summary"));
        var content = Words(item.Member("content"));
        var words = content.Length > 0 ? content : summary;
        var seal = ReasoningSeal.Parse(item.Member("encrypted_content").Text(), Own);
        return new ReasoningPart
        {
            Path = item.Path,
            Id = item.Member("id").Text(),
            Text = words,
            IsSummary = content.Length == 0,
            // Of its own it is the reasoning itself; of others it may be a signature of the words.
            Seal = seal is null ? null : seal with { Closed = seal.Origin == Own || words.Length == 0 },
        };
    }

    private static string Words(RequestNode parts)
    {
        var texts = new List<string>();
        foreach (var part in parts.Items())
        {
            if (part.Kind == JsonValueKind.Object && part.Member("text").Text() is { Length: > 0 } text)
            {
                texts.Add(text);
            }
        }

        return string.Join("\n\n", texts);
    }
}
