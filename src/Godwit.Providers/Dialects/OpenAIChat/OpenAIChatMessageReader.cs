using System.Text.Json;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>Reads the messages of a request.</summary>
internal static class OpenAIChatMessageReader
{
    public static void Read(RequestNode list, GenAIRequest request)
    {
        request.Wrote(RequestField.Messages, list.Path);
        foreach (var node in list.Items())
        {
            ReadMessage(node, request);
        }
    }

    private static void ReadMessage(RequestNode node, GenAIRequest request)
    {
        var role = node.RequiredText("role");
        switch (role)
        {
            case "system" or "developer":
                Add(Role.System);
                break;
            case "user":
                Add(Role.User);
                break;
            case "assistant":
                request.Messages.Add(new Message(Role.Assistant, node.Path)
                {
                    Name = NameOf(node),
                    Parts = AssistantParts(node, request),
                });
                break;
            case "tool":
                AddResult(node, request, node.RequiredText("tool_call_id"));
                break;
            case "function":
                AddResult(node, request, LegacyCall(request, node.RequiredText("name")));
                break;
            case "":
                break;
            default:
                node.Member("role").Fault(
                    "invalid_value",
                    $"Invalid '{node.Path}.role': accepted are system, developer, user, assistant, tool and function.");
                break;
        }

        KeepUnknown(node, request);

        void Add(Role of) => request.Messages.Add(new Message(of, node.Path)
        {
            Name = NameOf(node),
            Parts = OpenAIChatPartReader.Content(node.Member("content"), request),
        });
    }

    private static string? NameOf(RequestNode node) =>
        node.Member("name") is { IsNull: false } name ? name.Text() : null;

    private static List<Part> AssistantParts(RequestNode node, GenAIRequest request)
    {
        var parts = new List<Part>();
        OpenAIChatReasoningReader.ReadHistory(node, parts, request);
        parts.AddRange(OpenAIChatPartReader.Content(node.Member("content"), request));
        if (node.Member("refusal") is { IsNull: false } refusal)
        {
            parts.Add(new RefusalPart(refusal.Text() ?? "") { Path = refusal.Path });
        }

        if (node.Member("audio") is { IsNull: false } audio)
        {
            parts.Add(new ForeignPart(request.Dialect, "audio", audio.Value) { Path = audio.Path });
        }

        if (node.Member("tool_calls") is { IsNull: false } calls)
        {
            foreach (var call in calls.Items())
            {
                parts.Add(ReadCall(call, request));
            }
        }

        if (node.Member("function_call") is { IsNull: false } legacy)
        {
            // The older form has no ids. Its result follows at once and finds it by the name.
            parts.Add(new ToolCallPart(
                $"call_{request.Messages.Count}", legacy.RequiredText("name"), Arguments(legacy.Member("arguments")))
            {
                Path = legacy.Path,
            });
        }

        return parts;
    }

    private static ToolCallPart ReadCall(RequestNode call, GenAIRequest request)
    {
        var custom = call.Member("custom");
        var seal = call.Member("extra_content").Member("google").Member("thought_signature");
        foreach (var (name, member) in call.Members())
        {
            if (name is not ("id" or "type" or "index" or "function" or "custom" or "extra_content"))
            {
                OpenAIChatRequestReader.Keep(request, member);
            }
        }

        var part = custom.IsNull
            ? new ToolCallPart(
                call.RequiredText("id"),
                call.Member("function").RequiredText("name"),
                Arguments(call.Member("function").Member("arguments")))
            : new ToolCallPart(
                call.RequiredText("id"), custom.RequiredText("name"),
                CustomTools.Arguments(custom.RequiredText("input")));
        return part with
        {
            Path = call.Path,
            Seal = seal.IsNull ? null : ReasoningSeal.Parse(seal.Text(), request.Dialect),
        };
    }

    // Text on the wire; some clients write the object itself.
    private static string Arguments(RequestNode node) =>
        node.Kind == JsonValueKind.Object ? node.Value.GetRawText() : node.Text() ?? "";

    private static void AddResult(RequestNode node, GenAIRequest request, string callId) =>
        request.Messages.Add(new Message(Role.Tool, node.Path)
        {
            Parts =
            [
                new ToolResultPart(callId)
                {
                    Path = node.Path,
                    Name = NameOf(node),
                    Content = OpenAIChatPartReader.Content(node.Member("content"), request),
                },
            ],
        });

    private static string LegacyCall(GenAIRequest request, string name)
    {
        for (var i = request.Messages.Count - 1; i >= 0; i--)
        {
            if (request.Messages[i].Parts.OfType<ToolCallPart>().LastOrDefault(call => call.Name == name) is { } call)
            {
                return call.Id;
            }
        }

        return $"call_{request.Messages.Count}";
    }

    private static void KeepUnknown(RequestNode node, GenAIRequest request)
    {
        foreach (var (name, member) in node.Members())
        {
            if (name is not ("role" or "content" or "name" or "tool_calls" or "function_call" or "tool_call_id"
                or "refusal" or "audio" or "reasoning_content" or "reasoning" or "reasoning_details"))
            {
                OpenAIChatRequestReader.Keep(request, member);
            }
        }
    }
}
