using System.Text.Json.Nodes;

namespace Godwit.Simulator.Tests.Schemas;

/// <summary>Makes schemas of every kind the filler knows, from a seed.</summary>
internal sealed class RandomSchema(int seed)
{
    private static readonly string[] Names = ["city", "date", "count", "is_open", "query", "name", "value", "next"];
    private static readonly string[] Patterns = [@"^[a-z]{3,5}-\d+$", "^(EUR|USD)$", @"^\+?[0-9]{2}x?$", @"^[^a]\w*$"];

    private readonly Random _random = new(seed);

    public JsonObject Next()
    {
        JsonObject root = Object(0);
        root["$defs"] = new JsonObject { ["leaf"] = Scalar(), ["again"] = Recursive() };
        return root;
    }

    private static JsonObject Recursive() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["value"] = new JsonObject { ["type"] = "string" },
            ["next"] = new JsonObject
            {
                ["anyOf"] = new JsonArray(Reference("again"), new JsonObject { ["type"] = "null" }),
            },
            ["children"] = new JsonObject { ["type"] = "array", ["items"] = Reference("again") },
        },
        ["required"] = new JsonArray("value", "next", "children"),
    };

    private static JsonObject Reference(string name) => new() { ["$ref"] = "#/$defs/" + name };

    private JsonObject Any(int depth) => _random.Next(depth > 3 ? 6 : 10) switch
    {
        < 4 => Scalar(),
        4 => Reference("leaf"),
        5 => new JsonObject { ["enum"] = new JsonArray("red", 2, null, true) },
        6 => new JsonObject { ["anyOf"] = new JsonArray(Any(depth + 1), Scalar()) },
        7 => Array(depth),
        8 => Reference("again"),
        _ => Object(depth + 1),
    };

    private JsonObject Object(int depth)
    {
        JsonObject properties = [];
        JsonArray required = [];
        foreach (string name in Names.Where(_ => _random.Next(2) == 0))
        {
            properties[name] = Any(depth + 1);
            if (_random.Next(2) == 0)
            {
                required.Add(name);
            }
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = required,
            ["additionalProperties"] = false,
        };
    }

    private JsonObject Array(int depth)
    {
        int least = _random.Next(4);
        return new JsonObject
        {
            ["type"] = "array",
            ["items"] = Any(depth + 1),
            ["minItems"] = least,
            ["maxItems"] = least + _random.Next(3),
        };
    }

    private JsonObject Scalar() => _random.Next(5) switch
    {
        0 => new JsonObject { ["type"] = "boolean" },
        1 => Number("integer"),
        2 => Number("number"),
        3 => new JsonObject { ["type"] = "string", ["pattern"] = Patterns[_random.Next(Patterns.Length)] },
        _ => Text(),
    };

    private JsonObject Text()
    {
        int least = _random.Next(30);
        return new JsonObject { ["type"] = "string", ["minLength"] = least, ["maxLength"] = least + _random.Next(10) };
    }

    private JsonObject Number(string type)
    {
        int low = _random.Next(-50, 50);
        return _random.Next(4) switch
        {
            0 => new JsonObject { ["type"] = type, ["minimum"] = low, ["maximum"] = low + _random.Next(10) },
            1 => new JsonObject { ["type"] = type, ["exclusiveMinimum"] = low, ["exclusiveMaximum"] = low + 2 },
            2 => new JsonObject { ["type"] = type, ["minimum"] = low, ["multipleOf"] = _random.Next(1, 7) },
            _ => new JsonObject { ["type"] = type },
        };
    }
}
