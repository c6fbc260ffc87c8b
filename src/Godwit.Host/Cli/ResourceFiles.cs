using Godwit.Control.Resources.Reading;
using Godwit.Policy.Configuration;

namespace Godwit.Host.Cli;

/// <summary>Resources read from the files of a command line.</summary>
/// <param name="Documents">The resources, with their places.</param>
/// <param name="Yaml">All of them as one text for the admin API.</param>
internal sealed record ResourceFiles(IReadOnlyList<ResourceDocument> Documents, string Yaml)
{
    /// <summary>
    /// Reads every file named by <c>-f</c>; prints what is wrong with their shape and gives null when anything is.
    /// </summary>
    public static ResourceFiles? Read(CommandContext context)
    {
        var errors = new List<ConfigurationError>();
        var documents = context.Parse.GetRequiredValue(ResourceOptions.Files)
            .SelectMany(path => ResourceReader.ReadPath(path, errors)).ToList();
        foreach (var document in documents)
            Policy.Configuration.ConfigurationBinder.Validate(document, errors);
        foreach (var error in errors)
            context.Fail(error.ToString());
        if (errors.Count == 0 && documents.Count == 0)
            context.Fail("the files hold no resource");
        return errors.Count > 0 || documents.Count == 0
            ? null
            : new ResourceFiles(documents, ResourceYamlWriter.Write(documents));
    }
}
