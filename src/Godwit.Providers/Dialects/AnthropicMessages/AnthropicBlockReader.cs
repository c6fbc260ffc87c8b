using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>Reads content blocks of requests.</summary>
internal static class AnthropicBlockReader
{
    /// <summary>Reads a content, which is a text or a list of blocks.</summary>
    public static void ReadContent(RequestNode content, List<Part> parts, GenAIRequest request)
    {
        if (content.Kind == JsonValueKind.String)
        {
            parts.Add(new TextPart(content.Text() ?? "") { Path = content.Path });
            return;
        }

        foreach (var block in content.Items())
        {
            if (ReadBlock(block, request) is { } part)
            {
                parts.Add(part);
            }
        }
    }

    /// <summary>
    /// Gives the seal of a call back to it. A <c>tool_use</c> has no place for it, so a client of this dialect gets it
    /// as a closed block behind the call.
    /// </summary>
    public static void AttachSeals(List<Part> parts)
    {
        for (var i = parts.Count - 1; i > 0; i--)
        {
            if (parts[i] is ReasoningPart { Text: "", Seal: { Closed: true } seal }
                && seal.Origin == Dialect.GeminiGenerateContent && parts[i - 1] is ToolCallPart { Seal: null } call)
            {
                parts[i - 1] = call with { Seal = seal with { Closed = false } };
                parts.RemoveAt(i);
            }
        }
    }

    /// <summary>Keeps the members that were not read, under their paths, so that none vanishes silently.</summary>
    public static void AddRest(RequestNode node, GenAIRequest request, params ReadOnlySpan<string> read)
    {
        if (node.Kind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var (name, member) in node.Members())
        {
            if (!read.Contains(name) && !member.IsNull)
            {
                request.Extras.Add(new ExtraMember(member.Path, member.Path, member.Value));
            }
        }
    }

    /// <summary>The mark of a block or tool up to which the prompt is to be cached.</summary>
    public static CacheMark? ReadCache(RequestNode node, GenAIRequest request)
    {
        var mark = node.Member("cache_control");
        if (mark.IsNull)
        {
            return null;
        }

        var ttl = mark.Member("ttl").Text();
        if (mark.RequiredText("type") is not ("ephemeral" or ""))
        {
            mark.Member("type").Fault("invalid_value", $"Invalid '{mark.Path}.type'. Accepted is: ephemeral.");
        }

        if (ttl is not (null or "5m" or "1h"))
        {
            mark.Member("ttl").Fault("invalid_value", $"Invalid '{mark.Path}.ttl': '{ttl}'. Accepted are: 5m, 1h.");
        }

        AddRest(mark, request, "type", "ttl");
        return new CacheMark(mark.Path, ttl == "1h");
    }

    private static Part? ReadBlock(RequestNode node, GenAIRequest request)
    {
        if (node.Kind != JsonValueKind.Object)
        {
            node.Fault("invalid_type", $"Invalid type for '{node.Path}': expected an object.");
            return null;
        }

        switch (node.RequiredText("type"))
        {
            case "text":
                var text = new TextPart(node.RequiredText("text"))
                {
                    Path = node.Path,
                    Cache = ReadCache(node, request),
                    Citations = AnthropicCitations.ReadAll(node.Value),
                };
                AddRest(node, request, "type", "text", "cache_control", "citations");
                return text;
            case "image" or "document" or "search_result":
                return AnthropicMediaReader.Read(node, request);
            case "thinking":
                return ReadThinking(node, request);
            case "redacted_thinking":
                AddRest(node, request, "type", "data");
                return new ReasoningPart
                {
                    Path = node.Path,
                    Seal = ReasoningSeal.Parse(node.RequiredText("data"), Dialect.AnthropicMessages, closed: true),
                };
            case "tool_use":
                return ReadCall(node, request);
            case "tool_result":
                return ReadResult(node, request);
            case var type:
                return new ForeignPart(Dialect.AnthropicMessages, type, node.Value) { Path = node.Path };
        }
    }

    private static ReasoningPart ReadThinking(RequestNode node, GenAIRequest request)
    {
        AddRest(node, request, "type", "thinking", "signature");

        // A provider that signs nothing was shown to the client with an empty signature.
        var signature = node.Member("signature").Text();
        var seal = ReasoningSeal.Parse(signature is "" ? null : signature, Dialect.AnthropicMessages);
        var summary = seal?.Origin == Dialect.OpenAIResponses;
        return new ReasoningPart
        {
            Path = node.Path,
            Text = node.RequiredText("thinking"),
            IsSummary = summary,

            // OpenAI's words are a summary of what is closed in the seal; everybody else signs the words.
            Seal = summary ? seal! with { Closed = true } : seal,
        };
    }

    private static ToolCallPart ReadCall(RequestNode node, GenAIRequest request)
    {
        var input = node.Member("input");
        _ = input.Members().Any();
        var caller = node.Member("caller");
        if (caller.Member("type").Value is var by && by.Text() is not (null or "direct"))
        {
            request.Extras.Add(new ExtraMember(caller.Path, caller.Path, caller.Value));
        }

        AddRest(node, request, "type", "id", "name", "input", "cache_control", "caller");
        return new ToolCallPart(
            node.RequiredText("id"), node.RequiredText("name"),
            input.Kind == JsonValueKind.Object ? input.Value.GetRawText() : "{}")
        {
            Path = node.Path,
            Cache = ReadCache(node, request),
        };
    }

    private static ToolResultPart ReadResult(RequestNode node, GenAIRequest request)
    {
        var result = new ToolResultPart(node.RequiredText("tool_use_id"))
        {
            Path = node.Path,
            Cache = ReadCache(node, request),
            IsError = node.Member("is_error") is var error && !error.IsNull && error.Flag() == true,
        };
        var content = node.Member("content");
        if (!content.IsNull)
        {
            ReadContent(content, result.Content, request);
        }

        AddRest(node, request, "type", "tool_use_id", "cache_control", "is_error", "content");
        return result;
    }
}
