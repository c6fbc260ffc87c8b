using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIResponses;

/// <summary>Puts what is kept of a conversation into a request that only names it.</summary>
public static class ResponsesHistory
{
    /// <summary>Puts the items of the conversation so far before those of the request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="items">The items.</param>
    /// <param name="name">The member by which the request names them.</param>
    /// <param name="faults">Where faults go.</param>
    public static void Prepend(GenAIRequest request, JsonElement items, string name, RequestFaults faults)
    {
        ResponsesRequestReader.ReadEarlier(items, name, request, faults);
        foreach (var extra in request.Extras.FindAll(extra => extra.Path == name))
        {
            extra.SpelledOut = true;
        }
    }

    /// <summary>Puts items in the place of their references. One that is not there is a fault.</summary>
    /// <param name="request">The request.</param>
    /// <param name="find">The item of an id; null when there is none.</param>
    /// <param name="faults">Where faults go.</param>
    public static void Resolve(GenAIRequest request, Func<string, JsonElement?> find, RequestFaults faults)
    {
        foreach (var message in request.Messages)
        {
            for (var i = message.Parts.Count - 1; i >= 0; i--)
            {
                if (message.Parts[i] is ForeignPart { Dialect: Dialect.OpenAIResponses, Type: "item_reference" } part)
                {
                    message.Parts.RemoveAt(i);
                    message.Parts.InsertRange(i, PartsOf(part, find, faults));
                }
            }
        }
    }

    private static List<Part> PartsOf(ForeignPart part, Func<string, JsonElement?> find, RequestFaults faults)
    {
        var id = part.Value.TextAt("id"u8) ?? "";
        if (find(id) is not { } item)
        {
            faults.Add(
                part.Path, "item_not_found",
                $"Item with id '{id}' is held by another provider. Send the item itself in '{part.Path}'.");
            return [];
        }

        var read = new GenAIRequest { Dialect = Dialect.OpenAIResponses };
        ResponsesRequestReader.ReadOne(new RequestNode(item, part.Path, faults), read);
        return [.. read.Messages.SelectMany(message => message.Parts)];
    }
}
