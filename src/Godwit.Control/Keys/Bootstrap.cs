using System.Text;
using Godwit.Control.Resources;
using Godwit.Control.Resources.Reading;
using Godwit.Control.Storage;
using Godwit.Policy.Access;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Keys;

/// <summary>
/// Fills an empty store: an organization, a project, a first API key, and the administrator's password.
/// </summary>
internal sealed class Bootstrap(
    ControlOptions options, ResourceStore store, ResourceEditor editor, AdminPassword password,
    GivenPassword givenPassword)
{
    private const string KeyVariable = "GODWIT_API_KEY";
    private const string PasswordVariable = "GODWIT_ADMIN_PASSWORD";
    private const string Default = "default";

    public async Task RunAsync(FirstStart firstStart, CancellationToken cancellation)
    {
        var madePassword = await EnsurePasswordAsync(cancellation);
        var madeKey = await EnsureKeyAsync(cancellation);
        if (madeKey is not null || madePassword is not null)
            firstStart.Put(new FirstStartCredentials(madeKey, madePassword));
    }

    /// <summary>The password that was made up; null when there is one already or the environment gives it.</summary>
    private async Task<string?> EnsurePasswordAsync(CancellationToken cancellation)
    {
        if (options.Environment(PasswordVariable) is { Length: > 0 } given)
        {
            await givenPassword.EnsureAsync(given, cancellation);
            return null;
        }

        if (await password.IsSetAsync(cancellation))
            return null;
        var made = AdminPassword.NewPassword();
        await password.SetAsync(made, cancellation);
        return made;
    }

    /// <summary>The key that was made; null when the store is not empty or the environment gives the key.</summary>
    private async Task<string?> EnsureKeyAsync(CancellationToken cancellation)
    {
        if (await store.ReadRevisionAsync(cancellation) > 0)
            return null;
        var given = options.Environment(KeyVariable) is { Length: > 0 } text ? text : null;
        if (given is not null && !ApiKeyFormat.TryValidate(Encoding.UTF8.GetBytes(given)))
            throw new InvalidOperationException(
                $"{KeyVariable} does not have the form of a Godwit API key (gw-, 43 characters, checksum).");
        var key = given ?? KeyMaker.NewKey();
        var organization = new ResourceKey(ResourceKind.Organization, Default);
        var outcome = await editor.ExecuteAsync(
            new ResourceEdit
            {
                Documents =
                [
                    ResourceReader.FromStore(organization.Kind, Default, 0, "{}", [])!,
                    ResourceReader.FromStore(ResourceKind.Project, Default, 0, """{"organization":"default"}""", [])!,
                    KeyMaker.Resource("first", key, new ApiKeyConfig { Project = Default, Sha256 = "" }),
                ],
                // Another node that starts at the same moment makes them once, and this one does not.
                SeenVersions = new Dictionary<ResourceKey, long> { [organization] = 0 },
                ManagedBy = ManagedBy.System,
                Actor = "first start",
            },
            cancellation);
        if (outcome.Errors.Count > 0)
            throw new InvalidOperationException(outcome.Errors[0].ToString());
        return outcome.Succeeded && given is null ? key : null;
    }
}
