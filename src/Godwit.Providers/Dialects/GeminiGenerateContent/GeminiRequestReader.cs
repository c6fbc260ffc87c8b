using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>Reads a generateContent request.</summary>
internal static class GeminiRequestReader
{
    public static GenAIRequest Read(ReadOnlyMemory<byte> body, bool stream, RequestFaults faults)
    {
        // Gemini's streams always bear usage.
        var request = new GenAIRequest
        {
            Dialect = Dialect.GeminiGenerateContent,
            Stream = stream,
            IncludeUsage = true,
        };
        if (RequestDocument.Parse(body, faults) is { } root)
        {
            ReadMembers(root, request, new GeminiPartsReader(request));
        }

        return request;
    }

    /// <summary>Keeps a member that has no neutral form.</summary>
    public static void Keep(GenAIRequest request, string name, RequestNode node) =>
        request.Extras.Add(new ExtraMember(name, node.Path, node.Value));

    private static void ReadMembers(RequestNode root, GenAIRequest request, GeminiPartsReader parts)
    {
        RequestNode? contents = null;
        foreach (var (name, node) in root.CamelMembers())
        {
            switch (name)
            {
                case "contents":
                    contents = node;
                    break;
                case "systemInstruction":
                    ReadSystem(node, request, parts);
                    break;
                case "tools":
                    GeminiToolsReader.ReadTools(node, request);
                    break;
                case "toolConfig":
                    GeminiToolsReader.ReadConfig(node, request);
                    break;
                case "generationConfig":
                    GeminiConfigReader.Read(node, request);
                    break;
                case "serviceTier":
                    request.ServiceTier = node.Text();
                    request.Wrote(RequestField.ServiceTier, node.Path);
                    break;
                case "model":
                    // The path names it; some libraries repeat it here.
                    break;
                default:
                    Keep(request, name, node);
                    break;
            }
        }

        if (contents is null)
        {
            root.Member("contents").Fault("missing_required_parameter", "'contents' is missing; it must be a list.");
            return;
        }

        foreach (var content in contents.Value.Each())
        {
            ReadContent(content, request, parts);
        }

        Add(request, Role.Assistant, contents.Value.Path, parts.EndTurn());
    }

    private static void ReadSystem(RequestNode node, GenAIRequest request, GeminiPartsReader parts)
    {
        var message = new Message(Role.System, node.Path);
        if (node.Kind == JsonValueKind.String)
        {
            message.Parts.Add(new TextPart(node.Text() ?? "") { Path = node.Path });
        }
        else
        {
            foreach (var (name, member) in node.CamelMembers())
            {
                if (name == "parts")
                {
                    message.Parts.AddRange([.. parts.Read(member), .. parts.EndTurn()]);
                }
                else if (name != "role")
                {
                    Keep(request, name, member);
                }
            }
        }

        request.Messages.Insert(0, message);
    }

    private static void ReadContent(RequestNode content, GenAIRequest request, GeminiPartsReader parts)
    {
        RequestNode? list = null;
        var role = Role.User;
        foreach (var (name, member) in content.CamelMembers())
        {
            switch (name)
            {
                case "role":
                    role = RoleOf(member);
                    break;
                case "parts":
                    list = member;
                    break;
                default:
                    Keep(request, name, member);
                    break;
            }
        }

        if (list is null)
        {
            return;
        }

        var last = request.Messages.Count == 0 ? Role.System : request.Messages[^1].Role;
        if (role != Role.Assistant)
        {
            Add(request, Role.Assistant, content.Path, parts.EndTurn());
        }
        else if (last != Role.Assistant)
        {
            parts.CallIds.BeginTurn();
        }

        var read = parts.Read(list.Value);
        if (role != Role.Assistant)
        {
            read.AddRange(parts.EndTurn());
        }

        Add(request, role, content.Path, read);
    }

    /// <summary>
    /// Adds a turn; results of tools become messages of their own, and a model's turns in a row are one.
    /// </summary>
    private static void Add(GenAIRequest request, Role role, string path, List<Part> parts)
    {
        var open = role == Role.Assistant && request.Messages is [.., { Role: Role.Assistant } last] ? last : null;
        if (open is { Parts: [.., TextPart begun] } && parts is [TextPart more, ..]
            && !HasExtras(request, begun) && !HasExtras(request, more))
        {
            // Pieces of the same words.
            open.Parts[^1] = begun with { Text = begun.Text + more.Text };
            parts.RemoveAt(0);
        }

        foreach (var part in parts)
        {
            var its = part is ToolResultPart ? Role.Tool : role == Role.Tool ? Role.User : role;
            if (open?.Role != its)
            {
                request.Messages.Add(open = new Message(its, path));
            }

            open.Parts.Add(part);
        }
    }

    private static bool HasExtras(GenAIRequest request, Part part) =>
        request.Extras.Exists(extra => extra.Path.StartsWith(part.Path + ".", StringComparison.Ordinal));

    private static Role RoleOf(RequestNode node)
    {
        switch (node.Text())
        {
            case "" or "user":
                return Role.User;
            case "model":
                return Role.Assistant;
            case "function" or "tool":
                return Role.Tool;
            case null:
                return Role.User;
            default:
                node.Fault("invalid_value", $"Invalid '{node.Path}': accepted are user, model and function.");
                return Role.User;
        }
    }
}
