using System.Text.Json;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Messages;

/// <summary>Cuts a prompt into the parts that caching knows: tools, then system, then messages.</summary>
internal static class CacheUnits
{
    private const int TokensPerMessage = 3;
    private const int TokensPerImage = 85;

    public static IReadOnlyList<CacheUnit> Of(JsonElement root)
    {
        List<CacheUnit> units = [];
        if (RequestFields.Array(root, "tools") is { } tools)
        {
            units.AddRange(tools.EnumerateArray().Select(tool =>
                new CacheUnit("tools", tool, TokenRule.Count(tool.GetRawText()), TtlOf(tool))));
        }

        if (root.TryGetProperty("system", out JsonElement system))
        {
            AddBlocks(units, "system", system);
        }

        foreach (JsonElement message in root.GetProperty("messages").EnumerateArray())
        {
            AddBlocks(units, RequestFields.Text(message, "role")!, message.GetProperty("content"));
        }

        // A mark at the top stands for one on the last part.
        if (TtlOf(root) is { } ttl && units.Count > 0 && units[^1].Ttl is null)
        {
            units[^1] = units[^1] with { Ttl = ttl };
        }

        return units;
    }

    private static void AddBlocks(List<CacheUnit> units, string place, JsonElement content)
    {
        if (content.ValueKind == JsonValueKind.String)
        {
            units.Add(new CacheUnit(place, content, TokensPerMessage + TokenRule.Count(content.GetString()), null));
            return;
        }

        int more = TokensPerMessage;
        foreach (JsonElement block in content.EnumerateArray())
        {
            units.Add(new CacheUnit(place, block, more + TokensOf(block), TtlOf(block)));
            more = 0;
        }
    }

    private static int TokensOf(JsonElement block) => RequestFields.Text(block, "type") switch
    {
        "text" => TokenRule.Count(RequestFields.Text(block, "text")),
        "image" => TokensPerImage,
        "thinking" => TokenRule.Count(RequestFields.Text(block, "thinking")),
        "document" when RequestFields.Text(RequestFields.Object(block, "source"), "type")
            is not ("text" or "content") => TokensPerImage,
        "tool_result" when block.TryGetProperty("content", out JsonElement result) => ResultTokens(result),
        _ => TokenRule.Count(block.GetRawText()),
    };

    private static int ResultTokens(JsonElement result) => result.ValueKind == JsonValueKind.Array
        ? TokensPerMessage + result.EnumerateArray().Sum(TokensOf)
        : TokensPerMessage + TokenRule.Count(result.ToString());

    private static string? TtlOf(JsonElement part)
    {
        JsonElement mark = RequestFields.Object(part, "cache_control");
        return mark.ValueKind == JsonValueKind.Object ? RequestFields.Text(mark, "ttl") ?? "5m" : null;
    }
}
