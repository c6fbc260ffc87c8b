using System.Text.Json;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>Reads what is asked of reasoning, in all providers' spellings, and reasoning that comes back.</summary>
internal static class OpenAIChatReasoningReader
{
    /// <summary>Reads a member of the request that is about reasoning.</summary>
    public static void ReadRequest(string name, RequestNode node, GenAIRequest request)
    {
        var so = request.Reasoning ?? new ReasoningRequest();
        request.Reasoning = name switch
        {
            "reasoning_effort" => so with { Effort = node.Text() },
            "enable_thinking" => Switched(so, node.Flag()),
            "thinking_budget" => so with { BudgetTokens = node.WholeNumber() },
            "include_reasoning" => so with { Show = node.Flag() },
            "thinking" => ReadThinking(so, node, request),
            _ => ReadReasoning(so, node, request),
        };
        request.Paths.TryAdd(RequestField.Reasoning, node.Path);
    }

    /// <summary>Adds the reasoning of an assistant's message.</summary>
    public static void ReadHistory(RequestNode message, List<Part> parts, GenAIRequest request)
    {
        var words = message.Member("reasoning_content");
        words = words.IsNull ? message.Member("reasoning") : words;
        var details = message.Member("reasoning_details");
        if (!details.IsNull)
        {
            var read = ReasoningDetails.Read(details.Value, details.Path, request.Dialect);

            // A stream's details may bear signatures alone, the words stand beside them.
            if (read.Count == 1 && read[0] is { Text: "", Seal.Closed: false } && !words.IsNull)
            {
                read[0] = read[0] with { Text = words.Text() ?? "" };
            }

            parts.AddRange(read);
            if (read.Exists(part => part.Text.Length > 0))
            {
                return;
            }
        }

        if (!words.IsNull && words.Text() is { Length: > 0 } text)
        {
            parts.Insert(0, new ReasoningPart { Text = text, Path = words.Path });
        }
    }

    // GLM, DeepSeek, Kimi, MiniMax, Hunyuan; Anthropic's spelling is the same.
    private static ReasoningRequest ReadThinking(ReasoningRequest so, RequestNode node, GenAIRequest request)
    {
        if (node.Kind is JsonValueKind.True or JsonValueKind.False)
        {
            return Switched(so, node.Flag());
        }

        foreach (var (name, member) in node.Members())
        {
            switch (name)
            {
                case "type":
                    so = member.Text() switch
                    {
                        "enabled" => Switched(so, true),
                        "disabled" => Switched(so, false),
                        "adaptive" or "auto" => so with { Adaptive = true, Show = so.Show ?? true },
                        _ => so,
                    };
                    break;
                case "enabled":
                    so = Switched(so, member.Flag());
                    break;
                case "budget_tokens":
                    so = so with { BudgetTokens = member.IsNull ? null : member.WholeNumber() };
                    break;
                default:
                    OpenAIChatRequestReader.Keep(request, member);
                    break;
            }
        }

        return so;
    }

    // OpenRouter and what follows it.
    private static ReasoningRequest ReadReasoning(ReasoningRequest so, RequestNode node, GenAIRequest request)
    {
        foreach (var (name, member) in node.Members())
        {
            so = member.IsNull ? so : name switch
            {
                "effort" => so with { Effort = member.Text() },
                "max_tokens" => so with { BudgetTokens = member.WholeNumber() },
                "enabled" => so with { Enabled = member.Flag() },
                "exclude" => so with { Show = !member.Flag() },
                "summary" => so with { Summary = member.Text() },
                _ => Kept(so, member, request),
            };
        }

        return so;
    }

    private static ReasoningRequest Kept(ReasoningRequest so, RequestNode member, GenAIRequest request)
    {
        OpenAIChatRequestReader.Keep(request, member);
        return so;
    }

    // Who switches it on in one of these words is used to seeing it.
    private static ReasoningRequest Switched(ReasoningRequest so, bool? on) =>
        so with { Enabled = on, Show = on == true ? so.Show ?? true : so.Show };
}
